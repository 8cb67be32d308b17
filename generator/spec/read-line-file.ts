/** Reads and checks a line.yaml: every fault with its line, its column and what to do. */

import { Ajv2020, type ErrorObject } from "ajv/dist/2020.js";
import { type Document, isNode, LineCounter, parseDocument } from "yaml";
import type { Report } from "../diagnostics/diagnostic.js";
import type { LineFile, RequestTemplate } from "./line-file.js";
import { slotsOf } from "./topic-slots.js";

export function readLineFile(source: string, file: string, lineSchema: object, report: Report): LineFile | undefined {
  const lineCounter = new LineCounter();
  const document = parseDocument(source, { lineCounter, logLevel: "silent" });
  const lines = source.split("\n");
  let failed = false;
  const addAt = (offset: number, message: string, fix: string): void => {
    failed = true;
    const { line, col } = lineCounter.linePos(offset);
    report.add({
      code: "config/line-file",
      severity: "error",
      message,
      file,
      line,
      column: col,
      excerpt: lines[line - 1] ?? "",
      fix,
    });
  };
  const syntax = document.errors[0];
  if (syntax) {
    const tab = /tab/i.test(syntax.message);
    addAt(
      syntax.pos[0],
      `Not readable YAML: ${syntax.message.split("\n")[0]}`,
      tab ? "Indent with spaces: YAML takes no tabs." : "Correct the YAML here.",
    );
    return undefined;
  }
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 100 });
  } catch {
    // yaml refuses an alias that unfolds without end.
    addAt(0, "The file uses too many aliases.", "Write the values out.");
    return undefined;
  }
  const validate = compiled(lineSchema);
  if (!validate(value)) {
    for (const { path, message, fix } of explain(validate.errors ?? [])) {
      addAt(offsetOf(document, path), message, fix);
    }
    return undefined;
  }
  const checked = value as LineFile;
  for (const { path, message, fix } of checkReferences(checked)) addAt(offsetOf(document, path), message, fix);
  return failed ? undefined : checked;
}

const validators = new WeakMap<object, ReturnType<Ajv2020["compile"]>>();

function compiled(schema: object): ReturnType<Ajv2020["compile"]> {
  const known =
    validators.get(schema) ??
    new Ajv2020({ strict: true, strictTypes: false, allErrors: true, verbose: true }).compile(schema);
  validators.set(schema, known);
  return known;
}

type Path = readonly (string | number)[];

interface Fault {
  readonly path: Path;
  readonly message: string;
  readonly fix: string;
}

/** Place of the value at a path, or of the nearest one that exists. */
function offsetOf(document: Document, path: Path): number {
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return isNode(document.contents) ? (document.contents.range?.[0] ?? 0) : 0;
}

const pathOf = (pointer: string): (string | number)[] =>
  pointer
    .split("/")
    .slice(1)
    .map((segment) => segment.replaceAll("~1", "/").replaceAll("~0", "~"))
    .map((segment) => (/^\d+$/.test(segment) ? Number(segment) : segment));

function explain(errors: readonly ErrorObject[]): Fault[] {
  // The branches of a oneOf that were not meant drown the one that was: the deepest faults speak.
  const depth = Math.max(...errors.map(({ instancePath }) => instancePath.split("/").length));
  const real = errors.filter(({ keyword }) => !["oneOf", "anyOf", "if"].includes(keyword));
  const outside = real.filter(({ schemaPath }) => !schemaPath.includes("oneOf"));
  const chosen =
    outside.length > 0 ? outside : real.filter(({ instancePath }) => instancePath.split("/").length === depth);
  const seen = new Set<string>();
  return chosen.flatMap((error): Fault[] => {
    const fault = explainOne(error);
    const key = `${error.instancePath} ${fault.message}`;
    if (seen.has(key)) return [];
    seen.add(key);
    return [fault];
  });
}

function explainOne(error: ErrorObject): Fault {
  const path = pathOf(error.instancePath);
  const where = error.instancePath === "" ? "The file" : `"${path.join(".")}"`;
  const parent = error.parentSchema as { properties?: Record<string, unknown>; description?: string } | undefined;
  const members = Object.keys(parent?.properties ?? {});
  if (error.keyword === "additionalProperties") {
    const name = String(error.params["additionalProperty"]);
    const near = members.find((member) => distance(member.toLowerCase(), name.toLowerCase()) <= 2);
    return {
      path: [...path, name],
      message: `${where} has a member "${name}" that does not exist.`,
      fix: near ? `Did you mean "${near}"?` : `Members: ${members.join(", ")}.`,
    };
  }
  if (error.keyword === "required") {
    const name = String(error.params["missingProperty"]);
    return { path, message: `${where} lacks the member "${name}".`, fix: `Add "${name}".` };
  }
  const allowed = error.params["allowedValues"] ?? error.params["allowedValue"];
  const detail = allowed === undefined ? (error.message ?? error.keyword) : `must be ${[allowed].flat().join(" or ")}`;
  return {
    path,
    message: `${where} ${detail}.`,
    fix: parent?.description ?? "See line.schema.json for what may stand here.",
  };
}

/** Levenshtein distance, for "did you mean". */
function distance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const substitute = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(substitute, (previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
    previous = row;
  }
  return previous[b.length] ?? 0;
}

/** What a schema cannot say: names that must exist, slots that must be defined, files that must not collide. */
function checkReferences(file: LineFile): Fault[] {
  const faults: Fault[] = [];
  const connections = Object.keys(file.connections);
  const needsConnection = (name: string, path: Path): void => {
    if (connections.includes(name)) return;
    faults.push({ path, message: `There is no connection "${name}".`, fix: `Connections: ${connections.join(", ")}.` });
  };
  file.authentication?.connections.forEach((name, index) => {
    needsConnection(name, ["authentication", "connections", index]);
  });
  const replies = file.replies.map(({ name }) => name);
  if (file.heartbeat && !replies.includes(file.heartbeat.reply)) {
    faults.push({
      path: ["heartbeat", "reply"],
      message: `There is no reply "${file.heartbeat.reply}".`,
      fix: `Replies: ${replies.join(", ")}.`,
    });
  }
  file.replies.forEach((reply, index) => {
    if (replies.indexOf(reply.name) !== index) {
      faults.push({
        path: ["replies", index, "name"],
        message: `Two replies are called "${reply.name}".`,
        fix: "Rename one.",
      });
    }
    if ((reply.examples === undefined) === (reply.schema === undefined) || (reply.schema && !reply.byHand)) {
      faults.push({
        path: ["replies", index],
        message: `The reply "${reply.name}" needs either \`examples\`, or \`schema\` with \`byHand\`.`,
        fix: "Name the documented frame, or write its schema and say why by hand.",
      });
    }
  });
  const files = new Map<string, string>();
  file.topics.forEach((topic, index) => {
    needsConnection(topic.connection, ["topics", index, "connection"]);
    const folder = file.connections[topic.connection]?.folder ?? "";
    const own = `${folder}/${topic.name}`.toLowerCase();
    const other = files.get(own);
    if (
      other !== undefined ||
      ["control", "index", "enums", "topics", "frame", "client", "validate", "protocol"].includes(own.slice(1))
    ) {
      faults.push({
        path: ["topics", index, "name"],
        message: `The file of "${topic.name}" is taken by ${other === undefined ? "the package itself" : `"${other}"`}.`,
        fix: "Choose another name: letter case does not count on every disk.",
      });
    }
    files.set(own, topic.name);
    for (const [member, patterns] of [
      ["topics", topic.topics],
      ["subscribe", topic.subscribe ?? []],
    ] as const) {
      patterns.forEach((pattern, at) => {
        for (const slot of slotsOf(pattern)) {
          if (Object.hasOwn(file.slots, slot)) continue;
          const fix = `Define it below \`slots\`, or use one of: ${Object.keys(file.slots).join(", ") || "none"}.`;
          faults.push({ path: ["topics", index, member, at], message: `The slot "{${slot}}" is not defined.`, fix });
        }
      });
    }
    if (topic.request) faults.push(...checkTemplate(topic.request, ["topics", index, "request"]));
  });
  if (file.authentication?.request)
    faults.push(...checkTemplate(file.authentication.request, ["authentication", "request"]));
  if (file.heartbeat) faults.push(...checkTemplate(file.heartbeat.request, ["heartbeat", "request"]));
  if (file.subscription.form === "args") {
    faults.push(...checkTemplate(file.subscription.subscribe, ["subscription", "subscribe"]));
    faults.push(...checkTemplate(file.subscription.unsubscribe, ["subscription", "unsubscribe"]));
  }
  return faults;
}

function checkTemplate(template: RequestTemplate, path: Path): Fault[] {
  const used = new Set(slotsOf(JSON.stringify(template.message).replaceAll(/\{"/g, '"')));
  const defined = Object.keys(template.parameters);
  return [
    ...[...used]
      .filter((slot) => !defined.includes(slot))
      .map((slot) => ({
        path: [...path, "message"],
        message: `The slot "{${slot}}" of the request has no parameter.`,
        fix: "Describe it below `parameters`.",
      })),
    ...defined
      .filter((name) => !used.has(name))
      .map((name) => ({
        path: [...path, "parameters", name],
        message: `The parameter "${name}" stands nowhere in the request.`,
        fix: `Write "{${name}}" where its value belongs, or remove it.`,
      })),
  ];
}
