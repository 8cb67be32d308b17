/** Where a change stands, as reports write it. */

import type { Change } from "../changes.js";
import type { Place } from "../fact.js";

/** `docs/page.md:12`, or the file of the spec where no page says it. */
export function sourceText({ page, pageLine, file, pointer }: Place): string {
  if (page !== undefined) return pageLine === undefined ? page : `${page}:${pageLine}`;
  return pointer === "" ? file : `${file}#${pointer}`;
}

/** `OrderBookDelta /data/0/price`: the member by the exported type of its message; empty for what is no part of one. */
export const memberText = ({ type, request, at }: Place): string =>
  at === "" ? "" : [type ?? request, at].filter((part) => part !== undefined).join(" ");

/** The places of a change by what they are of, without repetitions. */
export function placesOf({ places }: Change): readonly string[] {
  const texts = places.map(({ before, after }) => memberText(after) || memberText(before));
  return [...new Set(texts)].filter((text) => text !== "");
}

/** Where the pages of both revisions say it: one place where they agree. */
export function sourcesOf({ places }: Change): readonly string[] {
  const texts = places.map(({ before, after }) => {
    const [older, newer] = [sourceText(before), sourceText(after)];
    return older === newer ? newer : `${older} → ${newer}`;
  });
  return [...new Set(texts)];
}
