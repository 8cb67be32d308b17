/** `recognise.ts` of a line: proves frames from their bytes. Routing is that of frame.ts, types are those of the validators. */

import type { JsonSchema } from "../../schema/json-schema.js";
import { segmentsOf } from "../../schema/pointer.js";
import type { LineSpec, OutputTree, TopicSpec } from "../../spec/spec.js";
import { resolve } from "../../validate/fields.js";
import { docComment, fileHeader, literal } from "../code.js";
import { byConnection, entryOf, sourceOf } from "../line/line-view.js";
import { bytesAt, isPlain } from "./literal-bytes.js";
import { createValueCode } from "./value-code.js";

export function emitRecognisers(line: LineSpec): OutputTree {
  return new Map([
    [`src/${line.name}/recognise.ts`, emitModule(line, false)],
    [`src/${line.name}/recognise-spaced.ts`, emitModule(line, true)],
  ]);
}

function emitModule(line: LineSpec, spaced: boolean): string {
  let names = 0;
  const fresh = (prefix: string): string => {
    names += 1;
    return `${prefix}${names}`;
  };
  const functions: string[] = [];
  const used = new Set(["prepare", "source"]);
  const codeOf = (root: JsonSchema) => {
    const code = createValueCode({ root, spaced, fresh });
    return {
      functionFor: code.functionFor,
      done(): void {
        functions.push(...code.functions);
        for (const name of code.used) used.add(name);
      },
    };
  };
  const perConnection = byConnection(line);
  const outcomes: string[] = [];
  const outcome = (name: string): number => outcomes.push(name) - 1;
  if (spaced) used.add("skipBlank").add("isEnd");
  const proves = (name: string): string => (spaced ? `isEnd(B, ${name}(B, V, p), end)` : `${name}(B, V, p) === end`);

  // ---- Pushes, by the path to what names their topic ----
  const replyKeys = [
    ...new Set(
      line.replies.flatMap(({ reply }) => Object.keys(reply.match).map((pointer) => segmentsOf(pointer)[0] ?? "")),
    ),
  ];
  const selectors = [...new Set(line.topics.map((topic) => selectorOf(line, topic)))];
  const routers = selectors.map((selector, index) => {
    const own = line.topics.filter((topic) => selectorOf(line, topic) === selector);
    const earlier = selectors.slice(0, index).map((other) => segmentsOf(other)[0] ?? "");
    const branches = own.flatMap((topic, at) => {
      // Where two topics could take the text, the router decides by more than this code looks at.
      const rivals = own
        .slice(0, at)
        .filter((other) => (!perConnection || other.connection === topic.connection) && overlap(other, topic));
      if (rivals.length > 0) return [];
      const code = codeOf(topic.schema);
      const attempts = attemptsOf(topic).map(({ schema, name }) => {
        const result = outcome(`${perConnection ? topic.modulePath : topic.name}/${name}`);
        return `if (${proves(code.functionFor(schema, [...replyKeys, ...earlier]))}) return ${result};`;
      });
      code.done();
      const matcher = fresh("m");
      functions.push(matcherOf(line, topic, matcher, used));
      const connection = perConnection ? `connection === ${literal(topic.connection)} && ` : "";
      return [`  if (${connection}${matcher}(B, t, q)) {\n    ${attempts.join("\n    ")}\n    return -1;\n  }\n`];
    });
    const name = fresh("r");
    functions.push(
      `${docComment(`Topics that ${selector} names; their text is between t and q.`)}function ${name}(B: Uint8Array, V: DataView, p: number, end: number, t: number, q: number${perConnection ? ", connection: string" : ""}): number {\n${branches.join("")}  return -1;\n}\n`,
    );
    return { selector, name };
  });
  const callRouter = (name: string, t: string, q: string): string =>
    `${name}(B, V, p, end, ${t}, ${q}${perConnection ? ", connection" : ""})`;

  // ---- Replies: the first whose match holds ----
  const replies = line.replies.map(({ reply, def }) => {
    const code = codeOf(line.control);
    const schema = line.control.$defs?.[def];
    const check = schema && code.functionFor(schema);
    code.done();
    for (const name of ["findPath", "ABSENT", "UNCLEAR"]) used.add(name);
    const conditions = Object.entries(reply.match).map(([pointer, value]) => {
      const at = fresh("f");
      const find = `const ${at} = findPath(B, V, p, ${literal(segmentsOf(pointer))});\n      if (${at} === UNCLEAR) return -1;\n      if (${at} === ABSENT) break reply;\n`;
      if (value !== null && typeof value === "object") return `      ${find}`;
      if (typeof value !== "string")
        return `      ${find}      if (!(${bytesAt(JSON.stringify(value), at)})) break reply;\n`;
      used.add("skipText");
      used.add("isText");
      const textEnd = fresh("g");
      return `      ${find}      if (B[${at}] !== 34) break reply;\n      const ${textEnd} = skipText(B, V, ${at});\n      if (${textEnd} < 0) return -1;\n      if (!isText(B, ${at} + 1, ${textEnd} - 1, ${literal(value)})) break reply;\n`;
    });
    const result = outcome(reply.name);
    return `    reply: {\n${conditions.join("")}      return ${check ? `${proves(check)} ? ${result} : -1` : "-1"};\n    }\n`;
  });
  used.add("skipText");
  used.add("findPath");
  used.add("ABSENT");
  const generic = routers.map(({ selector, name }) => {
    const [at, textEnd] = [fresh("f"), fresh("g")];
    return `  const ${at} = findPath(B, V, first, ${literal(segmentsOf(selector))});\n  if (${at} !== ABSENT) {\n    const ${textEnd} = ${at} < 0 ? -1 : skipText(B, V, ${at});\n    if (${textEnd} < 0) return -1;\n    const found = ${callRouter(name, `${at} + 1`, `${textEnd} - 1`)};\n    if (found >= 0) return found;\n  }\n`;
  });
  const plain = routers.find(({ selector }) => selector === "/topic");
  const head = '{"topic":"';
  const quick =
    plain && !spaced
      ? `  if (${bytesAt(head)}) {\n    // What most frames begin with.\n    const q = skipText(B, V, p + ${head.length - 1});\n    if (q < 0) return -1;\n    const found = ${callRouter(plain.name, `p + ${head.length}`, "q - 1")};\n    if (found >= 0) return found;\n  }\n`
      : "";
  const start = spaced ? "  p = skipBlank(B, p);\n" : "";
  const firstItem = spaced ? "skipBlank(B, p + 1)" : "p + 1";
  functions.push(
    `function route(B: Uint8Array, V: DataView, p: number, end: number${perConnection ? ", connection: string" : ""}): number {\n${start}${quick}  if (B[p] === 123) {\n${replies.join("")}  }\n  const first = B[p] === 91 ? ${firstItem} : p;\n${generic.join("")}  return -1;\n}\n`,
  );
  const name = spaced ? "recogniseSpaced" : "recognise";
  const types = outcomes.map((each) => literal(each));
  return [
    fileHeader(sourceOf(line)),
    `import { ${[...used].sort().join(", ")} } from "../runtime/json-bytes.js";\n`,
    spaced ? 'import type { Recognised } from "./recognise.js";\n' : "",
    perConnection ? 'import type { Connection } from "./frame.js";\n' : "",
    "\n",
    spaced
      ? ""
      : `${docComment("What a frame was proven to be: a topic and its form, or a reply.")}export type Recognised =\n${types.map((type) => `  | ${type}`).join("\n")};\n\n`,
    `const OUTCOMES = [${types.join(", ")}] as const;\n\n`,
    docComment(
      spaced
        ? "`recognise` for text with blanks between its tokens, at half its speed."
        : [
            "Proves from the bytes of a frame, without making an object of it, that it is valid JSON, what it is, and that it has the documented type: what",
            "`parseFrame` and `validateFrame` say of it. Undefined means: ask them. That is so for everything invalid, and for text with escapes or beyond",
            "ASCII, blanks, exponents, integers above 2^53 and members that come twice.",
            "",
            "`bytes` from `start` to `end`; nothing else is looked at, but that up to four bytes behind `end` may be read. Nothing is allocated.",
          ].join("\n"),
    ),
    `export function ${name}(bytes: Uint8Array, start: number, end: number${perConnection ? ", connection: Connection" : ""}): Recognised | undefined {\n`,
    "  prepare(bytes, start, end);\n  try {\n",
    `    const found = route(source.bytes, source.view, source.start, source.end${perConnection ? ", connection" : ""});\n`,
    "    return found < 0 ? undefined : OUTCOMES[found];\n  } catch (error) {\n",
    "    // A text that is cut off may lead behind the end of its buffer.\n    if (error instanceof RangeError) return undefined;\n    throw error;\n  }\n}\n\n",
    functions.join("\n"),
  ].join("");
}

const selectorOf = (line: LineSpec, topic: TopicSpec): string => entryOf(line, topic)?.selector?.pointer ?? "/topic";

/** Forms with their schemas. Changes before snapshots: there are more of them, and the discriminator tells soon. */
function attemptsOf(topic: TopicSpec): { name: string; schema: JsonSchema }[] {
  return topic.forms
    .flatMap(({ name, def, value }) => {
      const schema = topic.schema.$defs?.[def];
      if (!schema) return [];
      if (topic.discriminator === undefined) return [{ name, schema }];
      // The router tells forms by the discriminator's text: the schema has to prescribe it.
      const told = segmentsOf(topic.discriminator).reduce<JsonSchema>(
        (node, key) => resolve(resolve(node, topic.schema).properties?.[key] ?? {}, topic.schema),
        schema,
      );
      return told.const === value ? [{ name, schema }] : [];
    })
    .sort((a, b) => Number(a.name === "snapshot") - Number(b.name === "snapshot"));
}

/** Could one text be a topic of both? */
function overlap(a: TopicSpec, b: TopicSpec): boolean {
  const isSlot = (segment: string | undefined): boolean => segment?.startsWith("{") === true;
  return a.topics.some((one) =>
    b.topics.some((other) => {
      const [left, right] = [one.split("."), other.split(".")];
      return (
        left.length === right.length &&
        left.every((segment, index) => segment === right[index] || isSlot(segment) || isSlot(right[index]))
      );
    }),
  );
}

/** A function that says whether the text between `t` and `q` is a topic of these patterns. */
function matcherOf(line: LineSpec, topic: TopicSpec, name: string, used: Set<string>): string {
  const patterns = topic.topics
    .filter((pattern) => isPlain(pattern.replace(/\{\w+\}/g, "")))
    .map((pattern) => {
      const segments = pattern.split(".");
      const code = segments.map((segment, index) => {
        const last = index === segments.length - 1;
        const dot = last ? "" : "if (B[a] !== 46) break pattern; a += 1; ";
        if (!segment.startsWith("{")) {
          used.add("isText");
          return `if (!isText(B, a, a + ${segment.length}, ${literal(segment)}) || a + ${segment.length} > q) break pattern; a += ${segment.length}; ${dot}`;
        }
        const values = line.file.slots[segment.slice(1, -1)]?.values;
        const till = "let e = a; while (e < q && B[e] !== 46) e += 1; if (e === a) break pattern; ";
        if (!values) return `{ ${till}a = e; } ${dot}`;
        used.add("isText");
        const listed = values.map((value) => `isText(B, a, e, ${literal(value)})`).join(" || ");
        return `{ ${till}if (!(${listed})) break pattern; a = e; } ${dot}`;
      });
      return `  pattern: { let a = t; ${code.join("")}if (a === q) return true; }\n`;
    });
  return `function ${name}(B: Uint8Array, t: number, q: number): boolean {\n${patterns.join("")}  return false;\n}\n`;
}
