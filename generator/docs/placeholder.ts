/** Placeholders: where a page has the key of a text in place of the text. */

import type { Placeholder, PlaceholderStyle } from "./page.js";
import { createPlaceOf } from "./place-of.js";

/** Every placeholder of a text, the key as its only group. */
export function placeholderPattern({ written }: PlaceholderStyle): RegExp {
  const [before = "", behind = ""] = written.split(/(?<=\W)key(?=\W)/).map((sign) => sign.replace(/\W/g, "\\$&"));
  return new RegExp(`${before}([A-Za-z_]\\w*)${behind}`, "g");
}

/** Keys of all placeholders of some texts. */
export const placeholderKeys = (texts: readonly string[], style: PlaceholderStyle): Set<string> =>
  new Set(texts.flatMap((text) => Array.from(text.matchAll(placeholderPattern(style)), ([, key = ""]) => key)));

/** A placeholder without a text still says something: behind its prefix, `text_last_price` says `last_price`. */
export function wordsOfKey(key: string, { prefixes }: PlaceholderStyle): string {
  const prefix = prefixes.find((start) => key.startsWith(start)) ?? "";
  return key.slice(prefix.length);
}

export function findPlaceholders(
  raw: string,
  { line, column }: { readonly line: number; readonly column: number },
  locale: ReadonlyMap<string, string>,
  style: PlaceholderStyle,
): Placeholder[] {
  const placeOf = createPlaceOf(raw, { line, column });
  return Array.from(raw.matchAll(placeholderPattern(style)), ({ index, 0: written, 1: key = "" }) => {
    const resolved = locale.get(key);
    return {
      key,
      written,
      words: wordsOfKey(key, style),
      ...placeOf(index),
      ...(resolved === undefined ? {} : { resolved }),
    };
  });
}
