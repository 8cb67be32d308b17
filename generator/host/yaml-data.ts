/** What a YAML file says, as plain data, and where in it something stands. */

import type { Document } from "yaml";
import { loadLater } from "./load-later.js";

const yaml = loadLater<typeof import("yaml")>("yaml");

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
  readonly fault?: { readonly offset: number; readonly message: string; readonly fix: string };
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
