/** `recognise.ts` of a line: proves frames from their bytes. Routing is that of frame.ts, types are those of the validators. */

import { docComment, fileHeader, literal } from "../../code/code.js";
import type { OutputTree } from "../../host/output-tree.js";
import { segmentsOf } from "../../schema/pointer.js";
import { byConnection, sourceOf, topicKey } from "../../spec/line-view.js";
import { plainPatterns, routableTopics } from "../../spec/routable-topics.js";
import type { LineSpec } from "../../spec/spec.js";
import type { ValueType } from "../../spec/value-type.js";
import { bytesAt } from "./literal-bytes.js";
import { topicMatcher } from "./topic-matcher.js";
import { createValueCode } from "./value-code.js";

export function emitRecognisers(line: LineSpec): OutputTree {
  return new Map([[`src/${line.name}/recognise.ts`, emitModule(line)]]);
}

/** What the parts of one module share. */
interface ModuleContext {
  readonly line: LineSpec;
  /** Two connections use the same topic names: the caller says which one it is. */
  readonly perConnection: boolean;
  readonly functions: string[];
  /** Names that the code uses of runtime/json-bytes. */
  readonly used: Set<string>;
  /** What a frame can turn out to be; the index is what functions return. */
  readonly outcomes: string[];
  readonly fresh: (prefix: string) => string;
  /** Functions by what they prove. */
  readonly known: Map<string, string>;
}

const FRAME = "B: Uint8Array, V: DataView, p: number, end: number";

function emitModule(line: LineSpec): string {
  let names = 0;
  const context: ModuleContext = {
    line,
    perConnection: byConnection(line),
    functions: [],
    used: new Set(["createSource", "prepare"]),
    outcomes: [],
    known: new Map(),
    fresh(prefix) {
      names += 1;
      return `${prefix}${names}`;
    },
  };
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

/** Code that proves values; `done` hands it to the module. */
function codeFor(context: ModuleContext) {
  const code = createValueCode({ fresh: context.fresh, known: context.known });
  return {
    /** A condition: the whole frame at `p` is a value of the type. */
    proves(type: ValueType, reserved?: readonly string[]): string {
      return `${code.functionFor(type, reserved)}(B, V, p) === end`;
    },
    done(): void {
      context.functions.push(...code.functions);
      for (const name of code.used) context.used.add(name);
    },
  };
}

interface TopicRouter {
  /** Pointer to what names the topic. */
  readonly selector: string;
  /** Calls it for the topic text between two positions. */
  readonly call: (start: string, end: string) => string;
}

/** A function for each place that can name the topic: it finds the topic by its text, then tries its forms. */
function emitTopicRouters(context: ModuleContext): TopicRouter[] {
  const { line, perConnection, functions, used, outcomes, fresh } = context;
  return routableTopics(line).map(({ selector, reserved, topics }) => {
    const branches = topics.map(({ topic, forms }) => {
      const code = codeFor(context);
      const attempts = forms.map(({ type, name }) => {
        const outcome = outcomes.push(`${topicKey(line, topic)}/${name}`) - 1;
        return `    if (${code.proves(type, reserved)}) return ${outcome};\n`;
      });
      code.done();
      const matcher = fresh("m");
      functions.push(topicMatcher(plainPatterns(topic), matcher, used));
      const connection = perConnection ? `connection === ${literal(topic.connection)} && ` : "";
      return `  if (${connection}${matcher}(B, t, q)) {\n${attempts.join("")}    return -1;\n  }\n`;
    });
    const name = fresh("r");
    functions.push(
      `${docComment(`Topics that ${selector} names; their text is between t and q.`)}function ${name}(${FRAME}, t: number, q: number${perConnection ? ", connection: string" : ""}): number {\n${branches.join("")}  return -1;\n}\n`,
    );
    return {
      selector,
      call: (start, end) => `${name}(B, V, p, end, ${start}, ${end}${perConnection ? ", connection" : ""})`,
    };
  });
}

/** A block for each reply, in their order: the first whose match holds decides. */
function emitReplyBlocks(context: ModuleContext): string[] {
  const { line, used, outcomes, fresh } = context;
  return line.replies.map(({ reply, type }) => {
    const code = codeFor(context);
    const conditions = Object.entries(reply.match).map(([pointer, value]) => {
      for (const name of ["findPath", "ABSENT", "UNCLEAR"]) used.add(name);
      const at = fresh("f");
      const find = `      const ${at} = findPath(B, V, p, ${literal(segmentsOf(pointer))}, true);\n      if (${at} === UNCLEAR) return -1;\n      if (${at} === ABSENT) break reply;\n`;
      if (value !== null && typeof value === "object") return find;
      if (typeof value !== "string") return `${find}      if (!(${bytesAt(JSON.stringify(value), at)})) break reply;\n`;
      used.add("skipText").add("isText");
      const textEnd = fresh("g");
      return `${find}      if (B[${at}] !== 34) break reply;\n      const ${textEnd} = skipText(B, V, ${at});\n      if (${textEnd} < 0) return -1;\n      if (!isText(B, ${at} + 1, ${textEnd} - 1, ${literal(value)})) break reply;\n`;
    });
    const outcome = outcomes.push(reply.name) - 1;
    const result = `${code.proves(type)} ? ${outcome} : -1`;
    code.done();
    return `    reply: {\n${conditions.join("")}      return ${result};\n    }\n`;
  });
}

const QUICK_HEAD = '{"topic":"';

/**
 * `route`: from a frame's first byte to its outcome. Pushes come first, because most frames are: a form that proves a frame has proved as well that
 * it is no reply (`reserved`, and the forms that routable-topics.ts leaves out) and that its topic is named once, so that both are looked for no further.
 */
function emitRoute(context: ModuleContext, routers: readonly TopicRouter[], replies: readonly string[]): void {
  const { perConnection, functions, used, fresh } = context;
  const plain = routers.find(({ selector }) => selector === "/topic");
  const quick = plain
    ? `  if (${bytesAt(QUICK_HEAD)}) {\n    // What most frames begin with.\n    const q = skipText(B, V, p + ${QUICK_HEAD.length - 1});\n    if (q < 0) return -1;\n    const found = ${plain.call(`p + ${QUICK_HEAD.length}`, "q - 1")};\n    if (found >= 0) return found;\n  }\n`
    : "";
  const generic = routers.map(({ selector, call }) => {
    for (const name of ["findPath", "ABSENT", "skipText"]) used.add(name);
    const [at, textEnd] = [fresh("f"), fresh("g")];
    return `  const ${at} = findPath(B, V, first, ${literal(segmentsOf(selector))}, false);\n  if (${at} !== ABSENT) {\n    const ${textEnd} = ${at} < 0 ? -1 : skipText(B, V, ${at});\n    if (${textEnd} < 0) return -1;\n    const found = ${call(`${at} + 1`, `${textEnd} - 1`)};\n    if (found >= 0) return found;\n  }\n`;
  });
  functions.push(
    `function route(${FRAME}${perConnection ? ", connection: string" : ""}): number {\n${quick}  const first = B[p] === 91 ? p + 1 : p;\n${generic.join("")}  if (B[p] === 123) {\n${replies.join("")}  }\n  return -1;\n}\n`,
  );
}
