/**
 * Reads a documented example that is almost JSON. Every change that was needed is a repair with its place, and the
 * literals of the result are those of the page, in order: token conservation, checked on every read.
 * jsonrepair and its like invent data on these pages (`....` becomes an element 0), which is why this is our own.
 */

import type { JsonMember, JsonNode, JsonPlace, Repair, RepairKind } from "./json-node.js";
import { type JsonToken, readJsonTokens } from "./json-tokens.js";

export interface TolerantJson {
  /** Absent if there was nothing but comments, or a problem. */
  readonly value?: JsonNode;
  readonly repairs: readonly Repair[];
  /** Why the text could not be read without guessing. */
  readonly problem?: JsonPlace & { readonly message: string };
}

/** Pages nest 5 deep; what is deeper than this is no example. */
const MAX_DEPTH = 200;

interface OpenObject extends JsonPlace {
  readonly kind: "object";
  readonly members: { -readonly [K in keyof JsonMember]: JsonMember[K] }[];
  key?: { readonly text: string; readonly place: JsonPlace };
  colon: boolean;
  /** A value stands here and no comma after it yet. */
  separated: boolean;
  comma?: JsonToken;
}

interface OpenArray extends JsonPlace {
  readonly kind: "array";
  readonly items: JsonNode[];
  elided: boolean;
  separated: boolean;
  comma?: JsonToken;
}

type Open = OpenObject | OpenArray;

export function readTolerantJson(text: string, start: JsonPlace): TolerantJson {
  const tokens = readJsonTokens(text, start);
  const repairs: Repair[] = [];
  const dropped: JsonNode[] = [];
  const stack: Open[] = [];
  let root: JsonNode | undefined;
  let lastMember: { member: OpenObject["members"][number]; line: number } | undefined;
  let problem: TolerantJson["problem"];

  const repair = (kind: RepairKind, place: JsonPlace, before: string, after: string): void => {
    repairs.push({ kind, line: place.line, column: place.column, before, after });
  };
  const fail = (token: JsonToken, message: string): void => {
    problem ??= { line: token.line, column: token.column, message };
  };

  const place = (node: JsonNode, line: number): void => {
    const top = stack.at(-1);
    if (!top) root = node;
    else if (top.kind === "array") top.items.push(node);
    else if (top.key) {
      const earlier = top.members.findIndex(({ key }) => key === top.key?.text);
      const previous = top.members[earlier];
      if (previous) {
        repair("duplicate-key", previous.keyPlace, `${previous.key}: ${literalsOf(previous.value).join(" ")}`, "");
        dropped.push(previous.value);
        droppedKeys.push(previous.keyPlace);
        top.members.splice(earlier, 1);
      }
      const member = { key: top.key.text, keyPlace: top.key.place, value: node };
      top.members.push(member);
      lastMember = { member, line };
      delete top.key;
      top.colon = false;
    }
    if (top) top.separated = false;
  };
  const droppedKeys: JsonPlace[] = [];

  const close = (token: JsonToken): void => {
    const top = stack.pop();
    if (!top) return;
    if (top.comma) repair("trailing-comma", top.comma, ",", "");
    const node: JsonNode =
      top.kind === "array"
        ? { kind: "array", line: top.line, column: top.column, items: top.items, elided: top.elided }
        : { kind: "object", line: top.line, column: top.column, members: top.members };
    place(node, token.line);
  };

  /** Before a value or key: a comma if the page forgot it. */
  const separate = (top: Open, token: JsonToken, previous: JsonToken | undefined): void => {
    const hasValue = top.kind === "array" ? top.items.length > 0 : top.members.length > 0;
    if (hasValue && !top.separated)
      repair("missing-comma", previous ?? token, previous?.source ?? "", `${previous?.source ?? ""},`);
    delete top.comma;
  };

  const significant = tokens.filter((token) => token.kind !== "comment");
  let position = -1;
  for (const token of tokens) {
    if (problem) break;
    if (token.kind === "comment") {
      repair("comment", token, token.source.split("\n")[0] ?? "", "");
      if (lastMember?.line === token.line && lastMember.member.comment === undefined) {
        lastMember.member.comment = token.source.replace(/^\/\/|^\/\*|\*\/$/g, "").trim();
      }
      continue;
    }
    position += 1;
    const previous = significant[position - 1];
    const next = significant[position + 1];
    if (token.repair) repair(token.repair.kind, token, token.repair.before, token.repair.after);
    let top = stack.at(-1);
    const isKey = (token.kind === "string" || token.kind === "word") && next?.kind === ":";

    if (token.kind === "end") {
      while (stack.length > 0 && !problem) {
        const open = stack.at(-1);
        if (open?.kind === "object" && open.key) fail(token, `The text ends before the value of "${open.key.text}".`);
        else {
          repair(
            open?.kind === "array" ? "unclosed-array" : "unclosed-object",
            token,
            "",
            open?.kind === "array" ? "]" : "}",
          );
          close(token);
        }
      }
      continue;
    }
    if (root !== undefined) {
      fail(token, "There is more text after the end of the value.");
      continue;
    }
    // A key where an array goes on: its closing bracket is missing.
    while (top?.kind === "array" && isKey && stack.length > 1) {
      const { separated, comma } = top;
      delete top.comma;
      repair("unclosed-array", previous ?? token, previous?.source ?? "", `]${separated ? "," : ""}`);
      close(token);
      top = stack.at(-1);
      if (top && comma) {
        top.separated = true;
        top.comma = comma;
      }
    }

    switch (token.kind) {
      case ",":
        if (!top) fail(token, "A comma stands outside of every object and array.");
        else if (
          top.separated ||
          (top.kind === "object" && top.key) ||
          (top.kind === "array" ? top.items.length === 0 && !top.elided : top.members.length === 0)
        )
          fail(token, "A comma stands where a value was expected.");
        else {
          top.separated = true;
          top.comma = token;
        }
        break;
      case ":":
        if (top?.kind === "object" && top.key && !top.colon) top.colon = true;
        else fail(token, "A colon stands where no key is before it.");
        break;
      case "}":
      case "]":
        if (top?.kind !== (token.kind === "}" ? "object" : "array"))
          fail(token, `"${token.kind}" closes nothing that is open.`);
        else if (top.kind === "object" && top.key) fail(token, `The value of "${top.key.text}" is missing.`);
        else close(token);
        break;
      case "elision":
        repair("elision", token, token.source, "");
        if (top?.kind === "array") top.elided = true;
        if (!top) fail(token, "An elision stands outside of every object and array.");
        break;
      case "invalid":
        fail(token, `"${token.source.slice(0, 20)}" is no JSON.`);
        break;
      default: {
        if (top?.kind === "object" && !top.key) {
          if (!isKey) {
            fail(token, `A key was expected instead of ${token.source.slice(0, 40)}.`);
            break;
          }
          separate(top, token, previous);
          top.separated = false;
          top.key = { text: token.value, place: { line: token.line, column: token.column } };
          if (token.kind === "word") repair("unquoted-key", token, token.source, JSON.stringify(token.value));
          break;
        }
        if (top?.kind === "object" && !top.colon) {
          fail(token, `A colon was expected after the key "${top.key?.text}".`);
          break;
        }
        if (token.kind === "word") {
          fail(token, `The word ${token.source.slice(0, 40)} is no JSON value.`);
          break;
        }
        if (top?.kind === "array") separate(top, token, previous);
        if (token.kind === "{" || token.kind === "[") {
          if (stack.length >= MAX_DEPTH) {
            fail(token, `Nested deeper than ${MAX_DEPTH} levels.`);
            break;
          }
          const { line, column } = token;
          stack.push(
            token.kind === "{"
              ? { kind: "object", line, column, members: [], colon: false, separated: false }
              : { kind: "array", line, column, items: [], elided: false, separated: false },
          );
        } else place(scalar(token), token.line);
      }
    }
  }
  if (!problem && root && !conserves(root, tokens, dropped, droppedKeys)) {
    problem = { ...start, message: "The literals could not be kept as they are." };
  }
  if (problem) return { repairs, problem };
  return root === undefined ? { repairs } : { value: root, repairs };
}

function scalar(token: JsonToken): JsonNode {
  const { line, column } = token;
  if (token.kind === "string") return { kind: "string", value: token.value, line, column };
  if (token.kind === "number") return { kind: "number", text: token.source, line, column };
  if (token.kind === "null") return { kind: "null", line, column };
  return { kind: "boolean", value: token.kind === "true", line, column };
}

/** The invariant: literals in, literals out, in order; only the values of repeated keys may go. */
function conserves(
  root: JsonNode,
  tokens: readonly JsonToken[],
  dropped: readonly JsonNode[],
  droppedKeys: readonly JsonPlace[],
): boolean {
  const gone = new Set([...dropped.flatMap(placesOf), ...droppedKeys].map(({ line, column }) => `${line}:${column}`));
  const documented: string[] = [];
  for (const token of tokens) {
    if (gone.has(`${token.line}:${token.column}`)) continue;
    if (token.kind === "string" || token.kind === "word") documented.push(JSON.stringify(token.value));
    else if (token.kind === "number") documented.push(token.source);
    else if (token.kind === "true" || token.kind === "false" || token.kind === "null") documented.push(token.kind);
  }
  const kept = literalsOf(root);
  return kept.length === documented.length && kept.every((text, index) => text === documented[index]);
}

/** Keys and scalars in order, as JSON texts. */
export function literalsOf(node: JsonNode): string[] {
  return leaves(node).map(({ text }) => text);
}

const placesOf = (node: JsonNode): JsonPlace[] => leaves(node).map(({ place }) => place);

function leaves(node: JsonNode): { text: string; place: JsonPlace }[] {
  switch (node.kind) {
    case "object":
      return node.members.flatMap(({ key, keyPlace, value }) => [
        { text: JSON.stringify(key), place: keyPlace },
        ...leaves(value),
      ]);
    case "array":
      return node.items.flatMap(leaves);
    case "string":
      return [{ text: JSON.stringify(node.value), place: node }];
    case "number":
      return [{ text: node.text, place: node }];
    case "boolean":
      return [{ text: String(node.value), place: node }];
    case "null":
      return [{ text: "null", place: node }];
  }
}

/** The plain value. Numbers as JavaScript reads them; `__proto__` is an ordinary member. */
export function jsonNodeToValue(node: JsonNode): unknown {
  switch (node.kind) {
    case "object": {
      const value: Record<string, unknown> = {};
      for (const member of node.members) {
        Object.defineProperty(value, member.key, {
          value: jsonNodeToValue(member.value),
          enumerable: true,
          configurable: true,
          writable: true,
        });
      }
      return value;
    }
    case "array":
      return node.items.map(jsonNodeToValue);
    case "number":
      return Number(node.text);
    case "null":
      return null;
    default:
      return node.value;
  }
}
