/** A line's modules, by what they are made of: those of a topic, of the replies, of the enums, and those that see all topics. */

import { createHash } from "node:crypto";
import type { OutputTree } from "../host/output-tree.js";
import { selectorOf } from "../spec/line-view.js";
import type { LineSpec, TopicSpec } from "../spec/spec.js";
import type { Source } from "../spec/value-type.js";

/** Modules that are emitted together. */
export interface Unit {
  /** Digest of all that they are made of, but for our own code. */
  readonly input: string;
  emit(): Promise<OutputTree>;
}

/** All of a line but where the pages say it. Emitters are loaded when one is needed: the TypeScript compiler is part of them. */
export const unitsOf = (line: LineSpec, templates: ReadonlyMap<string, string>): readonly Unit[] => [
  ...line.topics.map((topic) => topicUnit(line, topic)),
  controlUnit(line),
  enumsUnit(line),
  lineUnit(line, templates),
];

/** Of `exchange` that is all which a topic and the replies show: no other member of it makes them anew. */
const repositoriesOf = ({ exchange: { repositories } }: LineSpec) => ({ repositories });

function topicUnit(line: LineSpec, topic: TopicSpec): Unit {
  const place = { exchange: repositoriesOf(line), selector: selectorOf(line, topic) };
  const path = `src/${line.name}/${topic.modulePath}`;
  const { package: packageName } = line.exchange;
  return {
    input: digestOf({ topic: topicInput(topic), place, packageName }),
    async emit() {
      const { emitTopicTypes } = await import("./types/emit-types.js");
      const { emitTopicValidators } = await import("./validators/emit-validators.js");
      const { topicSchema, topicSchemaPath } = await import("./schemas/published-schema.js");
      return new Map([
        [`schemas/${topicSchemaPath(topic)}`, jsonText(topicSchema(topic, packageName))],
        [`${path}.ts`, await emitTopicTypes(topic, place)],
        [`${path}.check.ts`, emitTopicValidators(topic)],
      ]);
    },
  };
}

function controlUnit(line: LineSpec): Unit {
  const { replies, enums, controlPath, control, controlSource, controlDefinitions } = line;
  const plain = { replies, enums, controlPath, control, controlSource, exchange: repositoriesOf(line) };
  const path = `src/${line.name}/control`;
  return {
    input: digestOf({ ...plain, ...controlInput(line) }),
    async emit() {
      const { emitControlTypes } = await import("./types/emit-types.js");
      const { emitControlValidators } = await import("./validators/emit-validators.js");
      const spec = { ...plain, controlDefinitions };
      return new Map([
        [`${path}.ts`, await emitControlTypes(spec)],
        [`${path}.check.ts`, emitControlValidators(spec)],
      ]);
    },
  };
}

function enumsUnit(line: LineSpec): Unit {
  const input = { name: line.name, enums: line.enums, exchange: repositoriesOf(line) };
  return {
    input: digestOf(input),
    async emit() {
      const { emitEnums } = await import("./types/emit-enums.js");
      return new Map([[`src/${line.name}/enums.ts`, emitEnums(input)]]);
    },
  };
}

function lineUnit(line: LineSpec, templates: ReadonlyMap<string, string>): Unit {
  const { controlDefinitions: _, ...plain } = line;
  const topics = line.topics.map(topicInput);
  return {
    input: digestOf({ ...plain, ...controlInput(line), topics, client: templates.get("client.ts.hbs") }),
    async emit() {
      const { emitRecognisers } = await import("./recognisers/emit-recognisers.js");
      const { emitWasm } = await import("./wasm/emit-wasm.js");
      const { emitLine } = await import("./line/emit-line.js");
      const { lineSchema, lineSchemaPath } = await import("./schemas/published-schema.js");
      const schema = [`schemas/${lineSchemaPath(line)}`, jsonText(lineSchema(line))] as const;
      return new Map([...emitRecognisers(line), ...emitWasm(line), ...emitLine(line, templates), schema]);
    },
  };
}

/** Types are what the schema says, and the lines of the pages: these stand in `sources.ts` alone. */
function topicInput({ definitions: _, source, forms, ...topic }: TopicSpec): object {
  return { ...topic, source: withoutLines(source), forms: forms.map(({ type: _type, ...form }) => form) };
}

const controlInput = ({ controlSource, replies }: LineSpec): object => ({
  controlSource: withoutLines(controlSource),
  replies: replies.map(({ type: _, ...reply }) => reply),
});

const withoutLines = ({ lines: _, ...source }: Source): object => source;

const jsonText = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;

const digestOf = (input: object): string => createHash("sha256").update(JSON.stringify(input, withItems)).digest("hex");

/** JSON has no words for maps and sets. */
const withItems = (_name: string, value: unknown): unknown =>
  value instanceof Map || value instanceof Set ? [...value] : value;
