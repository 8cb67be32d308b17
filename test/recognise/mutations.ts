/** Texts that are nearly messages: what a recogniser must not take for one. */

import type { Random } from "../../generator/mock/random.js";

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** One change of a message's text. */
export function mutate(text: string, random: Random): Buffer {
  const bytes = Buffer.from(text);
  switch (random.integer(12)) {
    case 0:
      return flipped(bytes, random);
    case 1:
      return bytes.subarray(0, random.integer(bytes.length));
    case 2:
      return Buffer.concat([bytes, Buffer.from(random.pick([" ", "\n", ",", "}", "x", "\0", text]) ?? "")]);
    case 3: {
      const at = random.integer(bytes.length);
      return Buffer.concat([bytes.subarray(0, at), Buffer.from([random.integer(256)]), bytes.subarray(at)]);
    }
    case 4: {
      const at = random.integer(bytes.length);
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)]);
    }
    case 5:
      return replaced(
        text,
        random,
        /[{,[:]/g,
        (found) => found + (random.pick([" ", "\t", "\r", "\n", "\u00a0", "\ufeff", ","]) ?? ""),
      );
    case 6:
      return replaced(text, random, /"[^"]*"/g, (found) => random.pick(ODD_TEXTS(found)) ?? found);
    case 7:
      return replaced(text, random, /(?<=[:[,])-?\d[\d.]*/g, (found) => random.pick(ODD_NUMBERS(found)) ?? found);
    case 8:
      return replaced(
        text,
        random,
        /(?<=[:[,])(?:-?\d[\d.]*|"[^"]*"|true|false|null)/g,
        () => random.pick(ODD_VALUES) ?? "",
      );
    default:
      return Buffer.from(edited(text, random));
  }
}

const flipped = (bytes: Buffer, random: Random): Buffer => {
  const copy = Buffer.from(bytes);
  const at = random.integer(copy.length);
  copy[at] = random.next() < 0.5 ? (copy[at] ?? 0) ^ (1 << random.integer(8)) : random.integer(256);
  return copy;
};

function replaced(text: string, random: Random, pattern: RegExp, change: (found: string) => string): Buffer {
  const found = [...text.matchAll(pattern)];
  const one = random.pick(found);
  if (!one) return Buffer.from(text);
  return Buffer.from(text.slice(0, one.index) + change(one[0]) + text.slice(one.index + one[0].length));
}

const ODD_TEXTS = (found: string): string[] => [
  `${found.slice(0, -1)}\\"`,
  found.replace(/[a-z]/, (letter) => `\\u00${letter.charCodeAt(0).toString(16)}`),
  `${found.slice(0, -1)}\\n"`,
  `${found.slice(0, -1)}\\x"`,
  `${found.slice(0, -1)}\u0001"`,
  `${found.slice(0, -1)}\u00e9"`,
  `${found.slice(0, -1)}\u2028"`,
  `${found.slice(0, -1)}\ud800"`,
  `'${found.slice(1, -1)}'`,
  found.slice(1, -1),
  '""',
  found.slice(0, -1),
  '"__proto__"',
  '"topic"',
  '"success"',
  '"COMMAND_RESP"',
  '"pong"',
  '"auth"',
];

const ODD_NUMBERS = (found: string): string[] => [
  `${found}.0`,
  `${found}e1`,
  `${found}E-2`,
  `0${found}`,
  `-${found}`,
  `+${found}`,
  `${found}.`,
  `.${found}`,
  `-`,
  "-0",
  "1e400",
  "9007199254740991",
  "9007199254740993",
  "123456789012345678901234567890",
  "NaN",
  "Infinity",
  "0x10",
  `"${found}"`,
  found.repeat(60),
];

const ODD_VALUES = [
  "null",
  "true",
  "false",
  "tru",
  "nul",
  "0",
  '""',
  '"1.5"',
  '"-"',
  '"1e5"',
  "[]",
  "{}",
  "[[]]",
  '{"a":1,"a":2}',
  "[".repeat(70) + "]".repeat(70),
  `${'{"a":'.repeat(70)}1${"}".repeat(70)}`,
  "[1,]",
  "{,}",
];

/** Members dropped, added, doubled, renamed, put in another order; items added and dropped. */
function edited(text: string, random: Random): string {
  const root = JSON.parse(text) as Json;
  const nodes: (Json[] | { [key: string]: Json })[] = [];
  const visit = (node: Json): void => {
    if (typeof node !== "object" || node === null) return;
    nodes.push(node);
    for (const inner of Object.values(node)) visit(inner as Json);
  };
  visit(root);
  const node = random.pick(nodes);
  if (node === undefined) return text;
  const before = JSON.stringify(node);
  let after: string;
  if (Array.isArray(node)) {
    const items = node.map((item) => JSON.stringify(item));
    const item = random.pick(items);
    if (random.next() < 0.5) items.push(item ?? "1");
    else items.splice(random.integer(items.length + 1), 1);
    after = `[${items.join(",")}]`;
  } else {
    const members = Object.entries(node).map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`);
    const at = random.integer(members.length + 1);
    const member = members[at] ?? '"x":1';
    const kind = random.integer(6);
    if (kind === 0) members.splice(at, 1);
    else if (kind === 1) members.splice(random.integer(members.length + 1), 0, member);
    else if (kind === 2)
      members.splice(random.integer(members.length + 1), 0, `"${random.pick(NEW_KEYS)}":${random.pick(ODD_VALUES)}`);
    else if (kind === 3) members[at] = member.replace(/^"(.)/, '"x$1');
    else if (kind === 4) members.reverse();
    else members.sort(() => random.next() - 0.5);
    after = `{${members.join(",")}}`;
  }
  // The first place that reads so: which one it is does not matter.
  return JSON.stringify(root).replace(before, () => after);
}

const NEW_KEYS = [
  "extra",
  "topic",
  "type",
  "data",
  "e",
  "success",
  "request",
  "op",
  "code",
  "pong",
  "auth",
  "__proto__",
  "constructor",
  "",
  "symbol",
];
