/** `llms.txt` and `llms-full.txt`: the package for language models, as https://llmstxt.org has it. The short one says what there is, the full one all of it. */

import { literal } from "../code/code.js";
import type { Json } from "../schema/json-schema.js";
import { entryOf } from "../spec/line-view.js";
import type { LineSpec, Spec, TopicSpec } from "../spec/spec.js";
import { partsOf, type ValueType } from "../spec/value-type.js";
import { exampleOf, exampleTopic } from "../topic/pattern.js";
import { requestMembersFilled } from "./line/request-types.js";
import { isKeyed, takesConnection } from "./line/topic-unions.js";
import { lineSchemaPath, topicSchemaPath } from "./schemas/published-schema.js";

export const LLMS = "llms.txt";
export const LLMS_FULL = "llms-full.txt";

export const emitLlms = (spec: Spec): string =>
  [...headOf(spec), ...spec.lines.flatMap((line) => ["", ...lineHead(line), "", ...line.topics.map(shortTopic(line))])]
    .map((text) => `${text}\n`)
    .join("");

export const emitLlmsFull = (spec: Spec): string =>
  [...headOf(spec), ...spec.lines.flatMap((line) => ["", ...lineHead(line), ...line.topics.flatMap(fullTopic(line))])]
    .map((text) => `${text}\n`)
    .join("");

function headOf({ exchange, lines }: Spec): string[] {
  const [line] = lines;
  const name = exchange.package;
  return [
    `# ${name}`,
    "",
    `> Types, validators and clients for ${exchange.title}'s WebSocket topics, generated from its documentation. ES modules, no dependencies.`,
    "",
    `- \`${name}/<line>\`: types and enums, \`parseFrame\`, \`validateFrame\`, validators and guards of all topics of a line`,
    `- \`${name}/<line>/<topic>\`: types, validator and guard of one topic`,
    `- \`${name}/<line>/client\`: the client of a line, which subscribes, authenticates and reconnects`,
    `- \`${name}/<line>/recognise\`, \`recognise-wasm\`: prove from the bytes of a frame that it is as documented`,
    `- \`${name}/schemas/<line>/<topic>.json\`, \`${name}/schemas/<line>.json\`: JSON Schema 2020-12`,
    "",
    "Objects are open: members that are not documented pass. Documented values are open too, unless a schema has `enum`.",
    ...(line === undefined ? [] : ["", ...example(line)]),
  ];
}

/** The calls that everything else is a variation of. */
const example = (line: LineSpec): string[] => [
  "```ts",
  `import { parseFrame, validateFrame } from "${line.exchange.package}/${line.name}";`,
  "",
  `const frame = parseFrame(text${line.byConnection ? ", connection" : ""}); // push, ack, pong, auth, error or unknown; never throws`,
  "const result = validateFrame(frame); // { valid: true, value } or { valid: false, issues }",
  "```",
];

function lineHead(line: LineSpec): string[] {
  const connections = Object.keys(line.file.connections).join(", ");
  return [
    `## ${line.name}: ${line.file.title}`,
    "",
    `Client: \`${line.typeName}Client\` of \`${line.exchange.package}/${line.name}/client\`. Connections: ${connections}.`,
    line.byConnection ? "The connection tells topics apart: `parseFrame(text, connection)`." : "`parseFrame(text)`.",
    `Schema of all pushes: \`${line.exchange.package}/schemas/${lineSchemaPath(line)}\`.`,
  ];
}

/** A call that subscribes, filled in; empty for what nobody can ask for. */
function callOf(line: LineSpec, topic: TopicSpec): string {
  const [connection] = topic.connections;
  const { slots } = line.file;
  const call = (...values: readonly string[]): string => `\`client.subscribe(${values.join(", ")}, console.log)\``;
  if (isKeyed(line)) return call(literal(topic.modulePath), literal(parametersOf(line, topic)));
  const [pattern] = topic.subscribe;
  if (pattern === undefined) return "";
  const text = literal(exampleTopic(pattern, slots, connection));
  return takesConnection(line) ? call(literal(connection), text) : call(text);
}

/** What the request for a topic cannot do without. */
function parametersOf(line: LineSpec, topic: TopicSpec): Readonly<Record<string, Json>> {
  const filled = requestMembersFilled(line);
  const examples = { integer: 1, number: 1, boolean: true, "string[]": [] };
  return Object.fromEntries(
    Object.entries(entryOf(line, topic)?.request?.parameters ?? {})
      .filter(([name, { optional }]) => !filled.has(name) && !optional)
      .map(([name, { type }]) => [
        name,
        type === "string" ? exampleOf(line.file.slots[name], topic.connections[0]) : examples[type],
      ]),
  );
}

const shortTopic =
  (line: LineSpec) =>
  (topic: TopicSpec): string =>
    `- \`${topic.modulePath}\`: ${topic.description} ${callOf(line, topic)}`.trimEnd();

const fullTopic =
  (line: LineSpec) =>
  (topic: TopicSpec): string[] => [
    "",
    `### ${line.name}/${topic.modulePath}`,
    "",
    topic.description,
    "",
    `- topics: ${topic.patterns.map(({ text }) => `\`${text}\``).join(", ")}`,
    `- connections: ${topic.connections.join(", ")} (${topic.access})`,
    ...(callOf(line, topic) === "" ? [] : [`- call: ${callOf(line, topic)}`]),
    `- type and validator: \`${topic.messageType}\`, \`${topic.validatorName}\` of \`${line.exchange.package}/${line.name}/${topic.modulePath}\``,
    `- schema: \`${line.exchange.package}/schemas/${topicSchemaPath(topic)}\``,
    ...topic.forms.flatMap(({ name, typeName, type }) => [
      "",
      `#### ${name}: \`${typeName}\``,
      "",
      "| member | type | unit | description |",
      "| --- | --- | --- | --- |",
      ...membersOf(type, "").map(({ path, required, type: member }) => {
        const cells = [`\`${path}\`${required ? "" : "?"}`, typeWords(member), member.unit ?? "", wordsOf(member)];
        return `| ${cells.map((cell) => cell.replaceAll("|", "\\|").replaceAll("\n", " ")).join(" | ")} |`;
      }),
    ]),
  ];

interface Place {
  /** `data[].price`. */
  readonly path: string;
  readonly required: boolean;
  readonly type: ValueType;
}

/** All members of a message, those of its members behind them. */
function membersOf(type: ValueType, path: string): Place[] {
  if (type.kind === "object")
    return type.members.flatMap(({ name, required, type: inner }) => {
      const at = path === "" ? name : `${path}.${name}`;
      return [{ path: at, required, type: inner }, ...membersOf(inner, at)];
    });
  if (type.kind === "tuple")
    return type.items.flatMap((item, index) => {
      const at = `${path}[${index}]`;
      return [{ path: at, required: true, type: item }, ...membersOf(item, at)];
    });
  return partsOf(type).flatMap((part) => membersOf(part.type, part.segment === undefined ? path : `${path}[]`));
}

function typeWords(type: ValueType): string {
  switch (type.kind) {
    case "text":
      return type.format === undefined ? "string" : `string, ${type.format}`;
    case "number":
      return type.whole ? "integer" : "number";
    case "constant":
      return JSON.stringify(type.value);
    case "list":
      return `list of ${typeWords(type.items)}`;
    case "choice":
      return [...new Set(type.branches.map(typeWords))].join(" or ");
    case "object":
    case "tuple":
    case "boolean":
    case "null":
    case "any":
      return type.kind;
  }
}

/** The description has the unit; the documented values are added. */
function wordsOf(type: ValueType): string {
  const values = valuesOf(type);
  return [
    type.description ?? type.title ?? "",
    ...(values.length > 0 ? [`Documented values: ${values.join(", ")}.`] : []),
  ]
    .join(" ")
    .trim();
}

const valuesOf = (type: ValueType): readonly (string | number)[] =>
  "enum" in type && type.enum
    ? type.enum.values
    : type.kind === "choice"
      ? [...new Set(type.branches.flatMap(valuesOf))]
      : [];
