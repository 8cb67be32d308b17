/**
 * Code that says whether bytes spell a topic: `matchPattern` of runtime/topic-pattern.ts, but from bytes and without
 * telling what stands in the slots.
 */

import type { PatternPart, TopicPattern } from "../../../templates/runtime/topic-pattern.js";
import { literal } from "../../code/code.js";
import { literalBehind } from "../../topic/pattern.js";

/**
 * A function that says whether the text between `t` and `q` is a topic of these patterns; a quote stands at `q`, and in
 * no literal. `used`: names that it needs of runtime/json-bytes.
 */
export function topicMatcher(patterns: readonly TopicPattern[], name: string, used: Set<string>): string {
  const blocks = patterns.map(({ parts }) => {
    const code = parts.map((part, index) => `${partCode(part, literalBehind(parts, index), used)} `);
    return `  pattern: { let a = t; ${code.join("")}if (a === q) return true; }\n`;
  });
  return `function ${name}(B: Uint8Array, t: number, q: number): boolean {\n${blocks.join("")}  return false;\n}\n`;
}

/** Moves `a` behind the part, or leaves the block. */
function partCode(part: PatternPart, behind: string | undefined, used: Set<string>): string {
  if ("literal" in part) {
    const { length } = part.literal;
    const beyond = length === 1 ? "" : ` || a + ${length} > q`;
    return `if (${differs(part.literal, "a", used)}${beyond}) break pattern; a += ${length};`;
  }
  // A dot ends every slot. A literal that begins with another character ends the slot where it stands first.
  const inside = behind === undefined || behind.startsWith(".") ? "" : ` && (e === a || ${differs(behind, "e", used)})`;
  const end = `let e = a; while (e < q && B[e] !== 46${inside}) e += 1; if (e === a) break pattern;`;
  if (part.values === undefined) return `{ ${end} a = e; }`;
  used.add("isText");
  const listed = [...part.values].map((value) => `isText(B, a, e, ${literal(value)})`).join(" || ");
  return `{ ${end} if (!(${listed})) break pattern; a = e; }`;
}

/** A condition that holds if another text stands there. */
function differs(text: string, at: string, used: Set<string>): string {
  if (text.length === 1) return `B[${at}] !== ${text.charCodeAt(0)}`;
  used.add("isText");
  return `!isText(B, ${at}, ${at} + ${text.length}, ${literal(text)})`;
}
