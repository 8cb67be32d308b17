/**
 * The protocol as AsyncAPI 3, from the exchange's side: it sends pushes and replies, and receives requests. A topic is a channel whose address is the
 * topic's pattern; what a connection takes and answers besides is a channel without an address.
 */

import { valueAt } from "../../../templates/runtime/pointer.js";
import { isOneList, listedOn } from "../../../templates/runtime/topic-pattern.js";
import type { Json } from "../../schema/json-schema.js";
import { escapePointer, segmentsOf } from "../../schema/pointer.js";
import { pascalName } from "../../spec/names.js";
import { requestType } from "../../spec/request-type.js";
import type { LineSpec, Spec, TopicSpec } from "../../spec/spec.js";
import { slotNames } from "../../topic/pattern.js";
import { type ComponentOf, payloadSchema } from "./payload.js";
import { type ConnectionRequest, requestsOf } from "./requests.js";
import { securityKey, securityScheme, serversOf } from "./servers.js";

/** Of the specification; what this document uses of them is the same. */
export const ASYNCAPI_VERSIONS = ["3.0.0", "3.1.0"] as const;
export type AsyncApiVersion = (typeof ASYNCAPI_VERSIONS)[number];

export interface AsyncApiOptions {
  readonly version: AsyncApiVersion;
  /** Of the generated package. */
  readonly packageVersion: string;
  /** Messages that the documentation shows, by topic. */
  readonly examples?: ReadonlyMap<TopicSpec, readonly Json[]>;
}

type Objects = Record<string, object>;

interface Document {
  readonly servers: Objects;
  readonly channels: Objects;
  readonly operations: Objects;
  readonly components: { readonly schemas: Objects; readonly messages: Objects; readonly securitySchemes: Objects };
}

const reference = (...path: readonly string[]): { readonly $ref: string } => ({
  $ref: `#/${path.map(escapePointer).join("/")}`,
});

export function asyncApiDocument({ exchange, lines }: Spec, options: AsyncApiOptions): object {
  const document: Document = {
    servers: {},
    channels: {},
    operations: {},
    components: { schemas: {}, messages: {}, securitySchemes: {} },
  };
  for (const line of lines) addLine(document, line, options.examples ?? new Map());
  return {
    asyncapi: options.version,
    id: `urn:wireloom:${exchange.name}`,
    info: {
      title: `${exchange.title} WebSocket`,
      version: options.packageVersion,
      description: `What ${exchange.title} sends and takes over WebSocket, derived from its documentation. Seen from the exchange: it sends pushes and replies, and receives requests.`,
      license: { name: "MIT" },
      contact: { name: "Wireloom", url: "https://github.com/wireloom/wireloom" },
      tags: lines.map(({ name, file }) => ({ name, description: file.title })),
    },
    defaultContentType: "application/json",
    ...document,
  };
}

function addLine(document: Document, line: LineSpec, examples: ReadonlyMap<TopicSpec, readonly Json[]>): void {
  const servers = serversOf(line);
  for (const { key, server } of servers) document.servers[key] = server;
  if (line.file.authentication)
    document.components.securitySchemes[securityKey(line)] = securityScheme(line.file.authentication);
  const serversAt = (connections: readonly string[]): object[] =>
    servers.filter(({ connection }) => connections.includes(connection)).map(({ key }) => reference("servers", key));

  for (const topic of line.topics) addTopic(document, line, topic, serversAt(topic.connections), examples.get(topic));
  const replies = addReplies(document, line);
  for (const connection of Object.keys(line.file.connections))
    addConnection(document, line, connection, serversAt([connection]), replies);
}

function addTopic(
  { channels, operations, components }: Document,
  line: LineSpec,
  topic: TopicSpec,
  servers: readonly object[],
  examples: readonly Json[] = [],
): void {
  const id = `${line.name}.${topic.modulePath.replaceAll("/", ".")}`;
  const componentOf: ComponentOf = ({ definition }) => {
    const typeName = definition === undefined ? undefined : topic.typeNames[definition];
    return typeName === undefined ? undefined : `${line.typeName}_${typeName}`;
  };
  for (const [definition, type] of topic.definitions)
    components.schemas[`${line.typeName}_${topic.typeNames[definition]}`] = payloadSchema(type, componentOf);

  const shown = examplesByForm(topic, examples);
  const messages = topic.forms.map(({ name, typeName, type }) => {
    const key = `${id}.${name}`;
    const payloads = shown.get(name) ?? [];
    components.messages[key] = {
      name: key,
      title: typeName,
      summary: type.description ?? topic.description,
      payload: reference("components", "schemas", `${line.typeName}_${typeName}`),
      ...(payloads.length > 0 && { examples: payloads.map((payload) => ({ payload })) }),
    };
    return [name, reference("components", "messages", key)] as const;
  });

  for (const [index, { text }] of topic.patterns.entries()) {
    const key = index === 0 ? id : `${id}.${index + 1}`;
    const parameters = slotNames(text).map((slot) => [slot, parameterOf(line, topic, slot)] as const);
    channels[key] = {
      address: text,
      title: topic.name,
      description: topic.description,
      servers,
      messages: Object.fromEntries(messages),
      ...(parameters.length > 0 && { parameters: Object.fromEntries(parameters) }),
      tags: [{ name: line.name }],
    };
    operations[`push.${key}`] = {
      action: "send",
      channel: reference("channels", key),
      title: topic.name,
      summary: topic.description,
      description: askedBy(topic),
      messages: messages.map(([name]) => reference("channels", key, "messages", name)),
      tags: [{ name: line.name }],
    };
  }
}

function askedBy({ subscribe, description }: TopicSpec): string {
  const texts = subscribe.map(({ text }) => `\`${text}\``);
  return texts.length === 0 ? description : `${description} A client asks for it by ${texts.join(" or ")}.`;
}

/** The forms of which examples are: what the discriminator says, or the only one. */
function examplesByForm(topic: TopicSpec, examples: readonly Json[]): Map<string, Json[]> {
  const found = new Map<string, Json[]>();
  for (const example of examples) {
    const form =
      topic.discriminator === undefined
        ? topic.forms[0]
        : topic.forms.find(({ value }) => value === valueAt(example, segmentsOf(topic.discriminator as string)));
    if (form) found.set(form.name, [...(found.get(form.name) ?? []), example]);
  }
  return found;
}

/** A channel has one list for all of its servers: where connections have lists of their own, the words say which. */
function parameterOf({ file }: LineSpec, { connections }: TopicSpec, slot: string): object {
  const { description = "Any text without a dot.", values = [], example } = file.slots[slot] ?? {};
  const listed = connections.map((connection) => ({ connection, values: listedOn(values, connection) }));
  const all = [...new Set(listed.flatMap((list) => list.values))];
  const apart = isOneList(values) ? [] : listed.map((list) => `${list.connection}: ${list.values.join(", ")}`);
  return {
    description: [description, ...(apart.length > 0 ? [`By connection: ${apart.join("; ")}.`] : [])].join(" "),
    ...(all.length > 0 && { enum: all }),
    ...(example !== undefined && { examples: [example] }),
  };
}

/** Keys of the messages, by kind of reply. */
function addReplies(
  { components }: Document,
  line: LineSpec,
): (readonly [key: string, reply: LineSpec["replies"][number]])[] {
  const nameOf = (definition: string): string =>
    line.replies.find(({ def }) => def === definition)?.typeName ?? pascalName(definition);
  const componentOf: ComponentOf = ({ definition }) =>
    definition === undefined ? undefined : `${line.typeName}_${nameOf(definition)}`;
  for (const [definition, type] of line.controlDefinitions)
    components.schemas[`${line.typeName}_${nameOf(definition)}`] = payloadSchema(type, componentOf);
  return line.replies.map((reply) => {
    const key = `${line.name}.reply.${reply.reply.name}`;
    components.messages[key] = {
      name: key,
      title: reply.typeName,
      summary: reply.reply.description,
      payload: reference("components", "schemas", `${line.typeName}_${reply.typeName}`),
      ...correlationIn(line),
    };
    return [key, reply] as const;
  });
}

const correlationIn = ({ file: { correlation } }: LineSpec): object =>
  correlation.by === "id" ? { correlationId: { location: `$message.payload#${correlation.pointer}` } } : {};

function addConnection(
  document: Document,
  line: LineSpec,
  connection: string,
  servers: readonly object[],
  replies: ReturnType<typeof addReplies>,
): void {
  const { channels, operations, components } = document;
  const id = `${line.name}.${connection}.requests`;
  const sent = replies.filter(([, { reply }]) => reply.connections?.includes(connection) ?? true);
  const requests = requestsOf(line, connection);
  const keyOf = ({ name }: ConnectionRequest): string => `${line.name}.request.${name}`;
  // Connections of a line share their requests.
  for (const request of requests) {
    const schema = `${line.typeName}_${pascalName(request.name)}Request`;
    components.schemas[schema] = payloadSchema(requestType(request.request, ""), () => undefined);
    components.messages[keyOf(request)] = {
      name: keyOf(request),
      title: request.name,
      summary: request.summary,
      payload: reference("components", "schemas", schema),
      ...correlationIn(line),
    };
  }
  channels[id] = {
    address: null,
    title: `Requests on ${connection}`,
    description: `What a client sends on the connection ${connection}, and how it is answered.`,
    servers,
    messages: Object.fromEntries([
      ...requests.map((request) => [request.name, reference("components", "messages", keyOf(request))]),
      ...sent.map(([key, { def }]) => [`reply.${def}`, reference("components", "messages", key)]),
    ]),
    tags: [{ name: line.name }],
  };
  for (const request of requests) {
    const answers = sent.filter(([, { reply }]) => request.answers.includes(reply.kind));
    operations[`${request.name}.${line.name}.${connection}`] = {
      action: "receive",
      channel: reference("channels", id),
      title: request.name,
      summary: request.summary,
      description: `${request.summary} On the connection ${connection}.`,
      messages: [reference("channels", id, "messages", request.name)],
      tags: [{ name: line.name }],
      ...(answers.length > 0 && {
        reply: {
          channel: reference("channels", id),
          messages: answers.map(([, { def }]) => reference("channels", id, "messages", `reply.${def}`)),
        },
      }),
    };
  }
}
