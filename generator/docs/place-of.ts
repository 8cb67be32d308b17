/** Where an offset of a text stands on the page that the text was taken from. */

import type { JsonPlace } from "./json-node.js";

export type PlaceOf = (offset: number) => JsonPlace;

/** For a text that stands on the page character by character; `start` is the place of its first one. */
export function createPlaceOf(text: string, start: JsonPlace): PlaceOf {
  const lineStarts = [0, ...Array.from(text.matchAll(/\r\n|\r|\n/g), ({ 0: end, index }) => index + end.length)];
  return (offset) => {
    let low = 0;
    for (let high = lineStarts.length - 1; low < high; ) {
      const middle = Math.ceil((low + high) / 2);
      if ((lineStarts[middle] as number) <= offset) low = middle;
      else high = middle - 1;
    }
    const column = offset - (lineStarts[low] as number);
    return { line: start.line + low, column: low === 0 ? start.column + column : column + 1 };
  };
}
