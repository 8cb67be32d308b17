/** Shapes of messages that stand in the test. */

import { type Shape, shapeOf } from "../../generator/derive/shape.js";
import type { JsonNode } from "../../generator/docs/json-node.js";
import { readTolerantJson } from "../../generator/docs/tolerant-json/read.js";

export function nodeOf(text: string): JsonNode {
  const { value } = readTolerantJson(text, { line: 1, column: 1 });
  if (!value) throw new Error(`no JSON: ${text}`);
  return value;
}

/** What several examples of one place show. */
export const shapeOfTexts = (...texts: readonly string[]): Shape => shapeOf(texts.map(nodeOf));
