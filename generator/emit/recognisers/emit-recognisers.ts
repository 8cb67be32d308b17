/** `recognise.ts` of a line: proves frames from their bytes. Routing is that of frame.ts, types are those of the validators. */

import type { TopicPattern } from "../../../templates/runtime/topic-pattern.js";
import { docComment, fileHeader, literal } from "../../code/code.js";
import type { OutputTree } from "../../host/output-tree.js";
import { segmentsOf } from "../../schema/pointer.js";
import { patternsOn, sourceOf } from "../../spec/line-view.js";
import {
  plainPatterns,
  type RoutableTopic,
  routableTopics,
  type UsualHead,
  usualHead,
} from "../../spec/routable-topics.js";
import type { LineSpec, TopicSpec } from "../../spec/spec.js";
import type { ValueType } from "../../spec/value-type.js";
import { patternTypeText } from "../types/topic-type.js";
import { bytesAt, firstByteIs } from "./literal-bytes.js";
import { createRecogniserCode, type RecogniserCode } from "./recogniser-code.js";
import { topicMatcher } from "./topic-matcher.js";
import { functionFor } from "./value-code.js";

export function emitRecognisers(line: LineSpec): OutputTree {
  return new Map([[`src/${line.name}/recognise.ts`, emitModule(line)]]);
}

/** What the parts of one module share. */
interface ModuleContext extends RecogniserCode {
  readonly line: LineSpec;
  /** Two connections use the same topic names: the caller says which one it is. */
  readonly perConnection: boolean;
  /** What a frame can turn out to be; the index is what functions return. */
  readonly outcomes: string[];
}

const FRAME = "B: Uint8Array, V: DataView, p: number, end: number";

function emitModule(line: LineSpec): string {
  const context: ModuleContext = {
    ...createRecogniserCode(),
    line,
    perConnection: line.byConnection,
    outcomes: [],
  };
  for (const name of ["createSource", "prepare"]) context.used.add(name);
  emitRoute(context, emitTopicRouters(context), emitReplyBlocks(context));
  const { functions, used, outcomes, perConnection } = context;
  const types = outcomes.map((each) => literal(each));
  return [
    fileHeader(sourceOf(line)),
    `import { ${[...used].sort().join(", ")} } from "../runtime/json-bytes.js";\n`,
    perConnection ? 'import type { Connection } from "./frame.js";\n' : "",
    "\n",
    `${docComment("What a frame was proven to be: a topic and its form, or a reply.")}export type Recognised =\n${types.map((type) => `  | ${type}`).join("\n")};\n\n`,
    `const OUTCOMES = [${types.join(", ")}] as const;\n\nconst source = createSource();\n\n`,
    docComment(ABOUT),
    `export function recognise(bytes: Uint8Array, start: number, end: number${perConnection ? ", connection: Connection" : ""}): Recognised | undefined {\n`,
    "  prepare(source, bytes, start, end);\n  try {\n",
    `    const found = route(source.bytes, source.view, source.start, source.end${perConnection ? ", connection" : ""});\n`,
    "    return found < 0 ? undefined : OUTCOMES[found];\n  } catch (error) {\n",
    "    // A text that is cut off may lead behind the end of its buffer.\n    if (error instanceof RangeError) return undefined;\n    throw error;\n  }\n}\n\n",
    functions.join("\n"),
  ].join("");
}

const ABOUT = [
  "Proves from the bytes of a frame, without making an object of it, that it is valid JSON, what it is, and that it has the documented type: what",
  "`parseFrame` and `validateFrame` say of it. Undefined means: ask them. That is so for everything invalid, and for text with escapes or beyond",
  "ASCII, blanks, exponents, integers above 2^53 and members that come twice.",
  "",
  "`bytes` from `start` to `end`; nothing else is looked at, but that up to four bytes behind `end` may be read. Nothing is allocated.",
].join("\n");

/** A condition: the whole frame at `p` is a value of the type. */
const proves = (context: ModuleContext, type: ValueType, reserved?: readonly string[]): string =>
  `${functionFor(context, type, reserved)}(B, V, p) === end`;

interface TopicRouter {
  /** Pointer to what names the topic. */
  readonly selector: string;
  /** Calls it for the topic text between two positions. */
  readonly call: (start: string, end: string) => string;
}

/** A function for each place that can name the topic: it finds the topic by its text, then tries its forms. */
function emitTopicRouters(context: ModuleContext): TopicRouter[] {
  const { line, perConnection, functions, fresh } = context;
  return routableTopics(line).map(({ selector, reserved, topics }) => {
    const branches = topics.map((topic) => topicBranch(context, topic, reserved));
    const name = fresh("r");
    const connection = perConnection ? ", connection: string" : "";
    functions.push(
      `${docComment(`Topics that ${selector} names; their text is between t and q.`)}function ${name}(${FRAME}, t: number, q: number${connection}): number {
${branches.join("")}  return -1;
}
`,
    );
    return {
      selector,
      call: (start, end) => `${name}(B, V, p, end, ${start}, ${end}${perConnection ? ", connection" : ""})`,
    };
  });
}

/** Once the text is a topic, no other topic can be meant. */
function topicBranch(context: ModuleContext, { topic, forms }: RoutableTopic, reserved: readonly string[]): string {
  const { perConnection, functions, used, outcomes, fresh } = context;
  const attempts = forms.map(({ type, name }) => {
    const outcome = outcomes.push(`${topic.modulePath}/${name}`) - 1;
    return `    if (${proves(context, type, reserved)}) return ${outcome};\n`;
  });
  const matchers = patternsByConnection(context, topic).map(({ patterns, connections }) => {
    const matcher = fresh("m");
    functions.push(topicMatcher(patterns, matcher, used));
    return `${perConnection ? `${isOneOf("connection", connections)} && ` : ""}${matcher}(B, t, q)`;
  });
  return `  if (${matchers.join(" || ")}) {
${attempts.join("")}    return -1;
  }
`;
}

interface ConnectedPatterns {
  readonly patterns: readonly TopicPattern[];
  readonly connections: readonly string[];
}

/** One entry, or several where a slot takes other values on another connection. */
function patternsByConnection({ line, perConnection }: ModuleContext, topic: TopicSpec): ConnectedPatterns[] {
  const plain = plainPatterns(topic);
  if (!perConnection) return [{ patterns: plain, connections: topic.connections }];
  const found = new Map<string, ConnectedPatterns>();
  for (const connection of topic.connections) {
    const patterns = patternsOn(line, plain, connection);
    const key = JSON.stringify(patterns.map(patternTypeText));
    found.set(key, { patterns, connections: [...(found.get(key)?.connections ?? []), connection] });
  }
  return [...found.values()];
}

function isOneOf(name: string, values: readonly string[]): string {
  const tests = values.map((value) => `${name} === ${literal(value)}`);
  return tests.length === 1 ? tests.join("") : `(${tests.join(" || ")})`;
}

/** A block for each reply, in their order: the first whose match holds decides. */
function emitReplyBlocks(context: ModuleContext): string[] {
  const { line, outcomes } = context;
  return line.replies.map(({ reply, type }) => {
    const conditions = Object.entries(reply.match).map(([pointer, value]) => replyCondition(context, pointer, value));
    const outcome = outcomes.push(reply.name) - 1;
    return `    reply: {
${conditions.join("")}      return ${proves(context, type)} ? ${outcome} : -1;
    }
`;
  });
}

/** Leaves the block if the pointer leads to something else than the value; an object matches anything. */
function replyCondition(context: ModuleContext, pointer: string, value: unknown): string {
  const { used, fresh } = context;
  for (const name of ["findPath", "ABSENT", "UNCLEAR"]) used.add(name);
  const at = fresh("f");
  const find = `      const ${at} = findPath(B, V, p, ${literal(segmentsOf(pointer))}, true);
      if (${at} === UNCLEAR) return -1;
      if (${at} === ABSENT) break reply;
`;
  if (value !== null && typeof value === "object") return find;
  if (typeof value === "string") return find + textCondition(context, at, value);
  if (typeof value === "number") return find + numberCondition(context, at, value);
  return `${find}      if (!(${bytesAt(JSON.stringify(value), at)})) break reply;\n`;
}

function textCondition({ used, fresh }: ModuleContext, at: string, value: string): string {
  used.add("skipText").add("isText");
  const end = fresh("g");
  return `      if (B[${at}] !== 34) break reply;
      const ${end} = skipText(B, V, ${at});
      if (${end} < 0) return -1;
      if (!isText(B, ${at} + 1, ${end} - 1, ${literal(value)})) break reply;
`;
}

/** A number that is written otherwise may be the same: 10 is 10.0, too. */
function numberCondition({ used }: ModuleContext, at: string, value: number): string {
  used.add("skipNumber").add("isText");
  return `      if (!(${firstByteIs("number", at)})) break reply;
      if (!isText(B, ${at}, skipNumber(B, ${at}), ${literal(JSON.stringify(value))})) return -1;
`;
}

/**
 * `route`: from a frame's first byte to its outcome. Pushes come first, because most frames are: a form that proves a frame has proved as well that
 * it is no reply (`reserved`, and the forms that routable-topics.ts leaves out) and that its topic is named once, so that both are looked for no further.
 */
function emitRoute(context: ModuleContext, routers: readonly TopicRouter[], replies: readonly string[]): void {
  const { perConnection, functions } = context;
  const head = usualHead(routers);
  const connection = perConnection ? ", connection: string" : "";
  functions.push(`function route(${FRAME}${connection}): number {
${head ? topicAtStart(head, routers) : ""}  const first = B[p] === 91 ? p + 1 : p;
${routers.map((router) => topicAt(context, router)).join("")}  if (B[p] === 123) {
${replies.join("")}  }
  return -1;
}
`);
}

/** Reads `skipText`, which topicAt has imported. */
const topicAtStart = ({ text, index }: UsualHead, routers: readonly TopicRouter[]): string => `  if (${bytesAt(text)}) {
    // What most frames begin with.
    const q = skipText(B, V, p + ${text.length - 1});
    if (q < 0) return -1;
    const found = ${routers[index]?.call(`p + ${text.length}`, "q - 1")};
    if (found >= 0) return found;
  }
`;

function topicAt({ used, fresh }: ModuleContext, { selector, call }: TopicRouter): string {
  for (const name of ["findPath", "ABSENT", "skipText"]) used.add(name);
  const [at, textEnd] = [fresh("f"), fresh("g")];
  return `  const ${at} = findPath(B, V, first, ${literal(segmentsOf(selector))}, false);
  if (${at} !== ABSENT) {
    const ${textEnd} = ${at} < 0 ? -1 : skipText(B, V, ${at});
    if (${textEnd} < 0) return -1;
    const found = ${call(`${at} + 1`, `${textEnd} - 1`)};
    if (found >= 0) return found;
  }
`;
}
