/** Generated types are read back: anything but types and constants in them is a bug, found before it is written. */

import { expect, it } from "vitest";
import { parseDeclarations } from "../../generator/emit/types/reparse.js";

const kinds = (text: string): number => parseDeclarations(text).length;

it.each([
  ["imports and exports of types", 'import type { A } from "./a.js";\nexport { b } from "./b.js";\nexport {};\n', 3],
  ["interfaces and types", "interface A { b: string }\nexport type C = A | `x${string}`;\n", 2],
  ["constants", 'const a = { b: 1, c: ["d"] };\nexport const e = -1 as const;\n', 2],
  ["nothing", "", 0],
])("takes %s", (_, text, count) => expect(kinds(text)).toBe(count));

it.each([
  ["a call", "const a = evil();"],
  ["a call within", "const a = { b: [evil()] };"],
  ["a call of a constructor", "const a = new Evil();"],
  ["a tagged template", "const a = evil`x`;"],
  ["a statement", "evil();"],
  ["a function", "function evil() {}"],
  ["a class", "class Evil {}"],
  ["a variable that changes", "let a = 1;"],
  ["a variable of old", "var a = 1;"],
  ["a default export", "export default evil;"],
  ["a block", "{ }"],
])("refuses %s", (_, text) => expect(() => kinds(text)).toThrow(/generated types contain/));

it.each([
  ["half a type", "type A = {"],
  ["half a comment", "/* type A = 1"],
  ["half a text", 'const a = "b'],
])("refuses %s", (_, text) => expect(() => kinds(text)).toThrow(/do not parse/));
