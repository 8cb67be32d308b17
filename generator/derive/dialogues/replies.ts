/** The answers that a page shows, each with its request. */

import { agrees, createCorrelation } from "../../../templates/runtime/correlation.js";
import { pathOf } from "../../../templates/runtime/pointer.js";
import { buildRequest, type JsonValue } from "../../../templates/runtime/request.js";
import { parsePattern } from "../../../templates/runtime/topic-pattern.js";
import { isObject } from "../../schema/is-object.js";
import type { Json } from "../../schema/json-schema.js";
import { escapePointer } from "../../schema/pointer.js";
import type { DocumentedReply } from "../../spec/dialogues.js";
import {
  connectionsOf,
  type LineFile,
  type Reply,
  type RequestTemplate,
  topicListPointer,
} from "../../spec/line-file.js";
import { createTemplateReader } from "../../spec/read-request.js";
import { closedSlots, exampleTopic } from "../../topic/pattern.js";
import type { ReplyExample } from "../control.js";
import { authenticationRequest, filled, type Line, messageIn, type RequestOf, unfilled, valueIn } from "./requests.js";

export function documentedReplies(reply: Reply, examples: readonly ReplyExample[], line: Line): DocumentedReply[] {
  const shown = [
    ...new Map(examples.filter((each) => each.reply === reply.name).map((each) => [each.node, each])).values(),
  ];
  return placed(reply, shown, line.file).flatMap(({ example, connections }) => {
    const message = messageIn(example.node);
    const request = requestOf(reply.kind, message, connections[0] ?? "", example.requests.map(messageIn), line.file);
    if (request === undefined) return [];
    const repeats = repeatsOf(request, message, line.file);
    return {
      reply: reply.name,
      kind: reply.kind,
      connections,
      request,
      message,
      repeats,
      varies: variesOf(message, line).filter((pointer) => !Object.hasOwn(repeats, pointer)),
      page: example.page.path,
    };
  });
}

/** A tab names the connections of what it shows; what names none is of those that no other tab names. */
function placed(
  { connections, kind }: Reply,
  examples: readonly ReplyExample[],
  file: LineFile,
): { readonly example: ReplyExample; readonly connections: readonly string[] }[] {
  const asked = kind === "auth" ? file.authentication?.connections : undefined;
  const all = connections ?? asked ?? Object.keys(file.connections);
  const named = examples.map(({ tab = "" }) => {
    const words = tab.toLowerCase().split(/\W+/);
    return all.filter((connection) => words.includes(connection.toLowerCase()));
  });
  const others = all.filter((connection) => !named.flat().includes(connection));
  return examples.map((example, index) => {
    const names = named[index] ?? [];
    return { example, connections: names.length > 0 ? names : others.length > 0 ? others : all };
  });
}

/** What a client sends to be answered so; undefined where that cannot be told. */
function requestOf(
  kind: Reply["kind"],
  message: Json,
  connection: string,
  shown: readonly Json[],
  file: LineFile,
): Json | undefined {
  const { correlation } = file;
  switch (kind) {
    case "pong":
      return file.heartbeat && withIdOf(message, requestShown(file.heartbeat.request, message, shown, file), file);
    case "auth":
      return authenticationRequest(file);
    case "ack": {
      if (correlation.by === "echo") return withoutNulls(valueIn(message, correlation.pointer));
      const { subscription } = file;
      if (subscription.form === "event") return requestRepeated(message, connection, file);
      const topics = correlation.by === "id" ? valueIn(message, correlation.success) : undefined;
      const request = buildRequest(subscription.subscribe as RequestOf, {
        topics: (topics as JsonValue | undefined) ?? firstTopic(connection, file),
      }) as Json;
      return withIdOf(message, request, file);
    }
    case "error":
      return undefined;
  }
}

/** The one beside the answer that could be its request, else as the template has it. */
function requestShown(template: RequestTemplate, message: Json, shown: readonly Json[], file: LineFile): Json {
  const read = createTemplateReader(template, closedSlots(file));
  const fitting = shown.filter((request) => read(request) !== undefined);
  const { request: tellRequest, reply: tellReply } = createCorrelation(file.correlation);
  const told = tellReply(message);
  return fitting.find((request) => agrees(tellRequest(request), told)) ?? fitting[0] ?? unfilled(template);
}

/** An id that the answer has is the request's; one that it has not, the request had not. */
function withIdOf(message: Json, request: Json, { correlation }: LineFile): Json {
  if (correlation.by !== "id" || !isObject(request)) return request;
  const id = valueIn(message, correlation.pointer);
  const name = pathOf(correlation.pointer).at(-1) ?? "";
  const { [name]: _, ...rest } = request as Record<string, Json>;
  return id === undefined || id === "" ? rest : { [name]: id, ...rest };
}

function firstTopic(connection: string, file: LineFile): JsonValue {
  const entry = file.topics.find((each) => connectionsOf(each).includes(connection));
  const [text] = entry?.subscribe ?? entry?.topics ?? [];
  return text === undefined ? [] : [exampleTopic(parsePattern(text), file.slots)];
}

/** On lines with a request for each topic: the answer has what its request said. */
function requestRepeated(message: Json, connection: string, file: LineFile): Json | undefined {
  for (const { request, ...entry } of file.topics) {
    if (!request || !connectionsOf(entry).includes(connection)) continue;
    const slots = createTemplateReader(request, closedSlots(file))(message);
    if (slots) return filled(request, (name) => slots.get(name) as Json | undefined);
  }
  return undefined;
}

/** Values that stand at one place of both, the list of topics, and a request that comes back whole. */
function repeatsOf(request: Json, message: Json, file: LineFile): Record<string, string> {
  const { correlation } = file;
  const repeats: Record<string, string> = {};
  const whole = correlation.by === "echo" ? correlation.pointer : undefined;
  const list = topicListPointer(file);
  const visit = (node: Json, pointer: string): void => {
    if (pointer === whole) repeats[pointer] = "";
    else if (correlation.by === "id" && pointer === correlation.success && list !== undefined) repeats[pointer] = list;
    else if (typeof node === "object" && node !== null)
      for (const [key, inner] of Object.entries(node)) visit(inner as Json, `${pointer}/${escapePointer(key)}`);
    else if (isSame(node, valueIn(request, pointer)) || (correlation.by === "id" && pointer === correlation.pointer))
      repeats[pointer] = pointer;
  };
  visit(message, "");
  return repeats;
}

const isSame = (value: Json, other: Json | undefined): boolean =>
  other !== undefined && String(value) === String(other);

function variesOf(message: Json, { exchange, file }: Line): string[] {
  const { connection } = exchange.answers;
  const pointers = [
    ...(connection === undefined ? [] : [`/${escapePointer(connection)}`]),
    ...(file.serverTime ?? []).map(({ pointer }) => pointer),
  ];
  return pointers.filter((pointer) => valueIn(message, pointer) !== undefined);
}

const withoutNulls = (value: Json | undefined): Json | undefined =>
  isObject(value) ? (Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== null)) as Json) : value;
