/** What a YAML file says, as plain data, and where in it a value stands. */

import type { Document } from "yaml";
import { loadLater } from "./load-later.js";

const yaml = loadLater<typeof import("yaml")>("yaml");

/** The largest of ours has 90 KB. The YAML library looks for duplicate keys in quadratic time. */
const MAX_LENGTH = 256 * 1024;
/** The YAML library recurses; 20,000 open brackets end the process, not the call. */
const MAX_DEPTH = 100;

export interface YamlFault {
  readonly offset: number;
  readonly message: string;
  readonly fix?: string;
}

/** What must not reach the YAML library. */
export function refuseYaml(source: string, maxLength = MAX_LENGTH): YamlFault | undefined {
  const binary = source.search(/[\0-\x08\x0e-\x1f\x7f\ufffd]/);
  if (binary !== -1) return { offset: binary, message: "The file is not UTF-8 text." };
  if (source.length > maxLength) {
    const fix = `At most ${maxLength} characters; is this the right file?`;
    return { offset: 0, message: `The file has ${source.length} characters.`, fix };
  }
  const offset = mayBeDeep(source) ? offsetOfDepth(source) : undefined;
  return offset === undefined ? undefined : { offset, message: `The file nests deeper than ${MAX_DEPTH} levels.` };
}

/** Most files have too few brackets and too short indentations: they need not be read twice. */
const mayBeDeep = (source: string): boolean =>
  source.split(/[[{]/, MAX_DEPTH + 2).length > MAX_DEPTH + 1 || /^(?:[-?:] *| ){100}/m.test(source);

/** The lexer's own tokens (document start, flow error, scalar follows) are not in the source. */
const LEXER_MARK = /^[\u0002\u0018\u001f\ufeff]$/;

/** Where the nesting passes the limit: counted over tokens, without recursion. */
function offsetOfDepth(source: string): number | undefined {
  let offset = 0;
  let depth = 0;
  // Block levels: the indentation and the `-`, `?` and `:` that a line starts with.
  let lead = 0;
  let leading = true;
  const { Lexer } = yaml();
  for (const token of new Lexer().lex(source)) {
    if (token === "[" || token === "{") depth += 1;
    else if (token === "]" || token === "}") depth = Math.max(0, depth - 1);
    const mark = LEXER_MARK.test(token);
    if (token === "\n" || token === "\r\n") {
      lead = 0;
      leading = true;
    } else if (leading && /^(?:[-?:]| +)$/.test(token)) lead += token.length;
    else if (!mark) leading = false;
    if (depth > MAX_DEPTH || lead > 4 * MAX_DEPTH) return offset;
    if (!mark) offset += token.length;
  }
  return undefined;
}

/** Offset of the value at a path, or of the nearest one that exists; `atName`: of the member's name. */
export function offsetAt(document: Document, path: readonly (string | number)[], atName = false): number {
  const { isMap, isNode, isScalar } = yaml();
  const parent = document.getIn(path.slice(0, -1), true);
  if (atName && isMap(parent)) {
    const pair = parent.items.find(({ key }) => isScalar(key) && String(key.value) === String(path.at(-1)));
    if (isScalar(pair?.key) && pair.key.range) return pair.key.range[0];
  }
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return isNode(document.contents) ? (document.contents.range?.[0] ?? 0) : 0;
}

export interface YamlData {
  readonly value: unknown;
  readonly fault?: YamlFault;
}

/** The plain JSON value. The library refuses an alias that unfolds into too much, JSON one that holds itself. */
export function dataOf(document: Document): YamlData {
  try {
    const text = JSON.stringify(document.toJS({ maxAliasCount: 100 })) as string | undefined;
    return { value: text === undefined ? undefined : JSON.parse(text) };
  } catch (error) {
    let offset = 0;
    const { visit } = yaml();
    visit(document, {
      Alias(_, node) {
        offset = node.range?.[0] ?? 0;
        return visit.BREAK;
      },
    });
    const message = /excessive/i.test(String(error))
      ? "The file unfolds too many aliases."
      : error instanceof ReferenceError
        ? "This alias leads nowhere."
        : "This alias contains itself.";
    return { value: undefined, fault: { offset, message, fix: "Write the values out instead of `*` aliases." } };
  }
}

/** A fault of the data. */
export interface DataFault {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** A whole file as data, or the first thing that is wrong with it. `faultOf`: what else is wrong with data that can be read. */
export function readYaml(source: string, faultOf?: (value: unknown) => DataFault | undefined): YamlData {
  const refusal = refuseYaml(source);
  if (refusal) return { value: undefined, fault: refusal };
  const document = yaml().parseDocument(source, { logLevel: "silent" });
  const [error] = document.errors;
  if (error) return { value: undefined, fault: { offset: error.pos[0], message: error.message.split("\n")[0] ?? "" } };
  const data = dataOf(document);
  const fault = data.fault ? undefined : faultOf?.(data.value);
  if (!fault) return data;
  return { value: undefined, fault: { offset: offsetAt(document, fault.path), message: fault.message } };
}
