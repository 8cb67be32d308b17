/** Where an offset of a text stands on the page that the text was taken from. */

import type { JsonPlace } from "./json-node.js";

export type PlaceOf = (offset: number) => JsonPlace;

/** For a text that stands on the page character by character; `start` is the place of its first one. */
export function createPlaceOf(text: string, start: JsonPlace): PlaceOf {
  const lineStarts = [0];
  for (let index = 0; index < text.length; index += 1) {
    if (text[index] === "\n" || (text[index] === "\r" && text[index + 1] !== "\n")) lineStarts.push(index + 1);
  }
  return (offset) => {
    let low = 0;
    for (let high = lineStarts.length - 1; low < high; ) {
      const middle = Math.ceil((low + high) / 2);
      if ((lineStarts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    const column = offset - (lineStarts[low] ?? 0);
    return { line: start.line + low, column: low === 0 ? start.column + column : column + 1 };
  };
}
