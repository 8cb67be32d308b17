/** Schemas of what the server sends besides pushes, and of what a client may send. */

import type { Report } from "../diagnostics/diagnostic.js";
import type { JsonNode } from "../docs/json-node.js";
import type { DocPage, Fence } from "../docs/page.js";
import type { Json, JsonSchema } from "../schema/json-schema.js";
import { escapePointer } from "../schema/pointer.js";
import { referenceTo } from "../schema/reference.js";
import type { ExampleRef, LineFile, Reply } from "../spec/line-file.js";
import { type FenceReading, findHeading, sectionOf } from "./evidence.js";
import { type Glossary, lookUp } from "./glossary.js";
import { describe, inferScalar } from "./infer-value.js";
import { isReply } from "./is-reply.js";
import { type Shape, shapeOf, typesOf } from "./shape.js";
import type { Undescribed } from "./to-schema/topic-draft.js";

export interface ControlContext {
  readonly file: LineFile;
  readonly pages: readonly DocPage[];
  readonly readings: ReadonlyMap<Fence, FenceReading>;
  readonly glossary: Glossary;
  readonly undescribed: Undescribed[];
  /** Frames that replies were made from. Grows. */
  readonly shown: ReplyExample[];
}

export interface ReplyExample {
  /** Its definition in the schema. */
  readonly reply: string;
  readonly page: DocPage;
  readonly node: JsonNode;
  /** Label of the innermost tab that it stands in. */
  readonly tab?: string;
  /** Of the same section. */
  readonly requests: readonly JsonNode[];
}

export function controlSchema(context: ControlContext, report: Report): JsonSchema {
  const defs: Record<string, JsonSchema> = {};
  for (const reply of context.file.replies) {
    const schema = reply.examples ? fromExamples(reply, context, report) : byHand(reply);
    if (schema) defs[reply.name] = schema;
  }
  const refs = Object.keys(defs).map((name) => ({ $ref: referenceTo(name) }));
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $id: `urn:wireloom:${context.file.line}:control`,
    title: `${context.file.line} control messages`,
    description: "What the server sends besides pushes.",
    "x-source": { ...(context.pages[0] ? { page: context.pages[0].path } : {}) },
    ...(refs.length > 0 ? { anyOf: refs } : {}),
    $defs: defs,
  };
}

function byHand(reply: Reply): JsonSchema {
  return {
    ...((reply.schema ?? {}) as JsonSchema),
    description: reply.description,
    "x-source": { byHand: reply.byHand ?? reply.source },
  };
}

function fromExamples(reply: Reply, context: ControlContext, report: Report): JsonSchema | undefined {
  const examples = (reply.examples ?? []).flatMap((example) => {
    const [named, ...others] = messagesAt(example, context);
    if (named) return [named, ...others.filter(({ node }) => isReply(node, reply))];
    report.add({
      code: "derive/no-example",
      severity: "error",
      message: `The reply "${reply.name}" is to be derived from JSON fence ${example.fence} below "${example.heading}", which no page has.`,
      file: context.pages[0]?.path ?? context.file.line,
      fix: "Correct `heading` and `fence` in line.yaml, or write the schema by hand with `byHand`.",
    });
    return [];
  });
  const nodes = examples.map(({ node }) => node);
  const [first] = nodes;
  if (!first) return undefined;
  context.shown.push(...examples.map((example) => ({ reply: reply.name, ...example })));
  const schema = build(shapeOf(nodes), "", reply, context);
  return { ...schema, description: reply.description, "x-lines": { example: first.line } };
}

/** Code blocks that `fence` counts: messages, and what should have been one. */
const COUNTED = new Set<FenceReading["kind"]>(["json", "request", "unreadable"]);

/** What the named code block has, that of every page with the heading, and those in tabs that take turns with it. The named one is the first. */
function messagesAt(
  { heading, fence }: ExampleRef,
  { pages, readings }: ControlContext,
): Omit<ReplyExample, "reply">[] {
  return pages.flatMap((page) => {
    const found = findHeading(page, heading);
    const blocks = (found ? sectionOf(page, found) : []).filter((block) => block.kind === "fence");
    const counted = blocks.filter((block) => COUNTED.has(readings.get(block)?.kind ?? "other"));
    const named = counted[fence - 1];
    const group = named?.tabs?.at(-1)?.group;
    const others = counted.filter((block) => block !== named && block.tabs?.some((tab) => tab.group === group));
    const requests = blocks.flatMap((block) => {
      const reading = readings.get(block);
      return reading?.kind === "request" ? [reading.node] : [];
    });
    return [...(named ? [named] : []), ...others].flatMap((block) => {
      const reading = readings.get(block);
      const tab = block.tabs?.at(-1)?.label;
      const shown = { page, requests, ...(tab === undefined ? {} : { tab }) };
      return reading?.kind === "json" ? [reading.node, ...reading.others].map((node) => ({ ...shown, node })) : [];
    });
  });
}

function build(shape: Shape, pointer: string, reply: Reply, context: ControlContext): JsonSchema {
  const constant = reply.match[pointer];
  if (constant !== undefined && (constant === null || typeof constant !== "object")) return { const: constant as Json };
  const types = typesOf(shape);
  if (types[0] === "object") {
    const properties = [...shape.members].map(([key, member]): [string, JsonSchema] => {
      const inner = build(member.shape, `${pointer}/${escapePointer(key)}`, reply, context);
      const entry = lookUp(context.glossary, { line: context.file.line, topic: "control", field: key });
      const [page] = context.pages;
      if (!entry && page) context.undescribed.push({ key, page, line: member.shape.place.line });
      const described = entry ? { ...inner, description: describe(inner, entry.text) } : inner;
      return [key, { ...described, "x-lines": { example: member.shape.place.line } }];
    });
    const always = [...shape.members].filter(([, { present }]) => present === shape.objects).map(([key]) => key);
    return {
      type: "object",
      ...(always.length > 0 ? { required: always } : {}),
      properties: Object.fromEntries(properties),
    };
  }
  if (types[0] === "array") {
    return { type: "array", ...(shape.items ? { items: build(shape.items, `${pointer}/*`, reply, context) } : {}) };
  }
  const key = pointer.split("/").at(-1) ?? "";
  const entry = lookUp(context.glossary, { line: context.file.line, topic: "control", field: key });
  return inferScalar({ key, shape, entry, comment: "", typeWord: "" });
}
