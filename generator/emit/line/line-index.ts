/** `index.ts` of a line: its types, routing and checks. What is large and not for everybody has entries of its own. */

import { fileHeader, literal } from "../../code/code.js";
import { sourceOf } from "../../spec/line-view.js";
import type { LineSpec } from "../../spec/spec.js";

export function emitIndex(line: LineSpec): string {
  const checked = ["control", ...line.topics.map(({ modulePath }) => modulePath)];
  return [
    fileHeader(sourceOf(line)),
    ...["enums", "frame", "topics", "validate"].map((name) => `export * from "./${name}.js";\n`),
    // A module of types would be one more to load, only to load that of the checks.
    ...checked.map((path) => `export type * from ${literal(`./${path}.js`)};\n`),
    ...checked.map((path) => `export * from ${literal(`./${path}.check.js`)};\n`),
    'export type { UnknownFrame, UnknownReason } from "../runtime/frame.js";\n',
    'export type { ValidationIssue, ValidationResult, Validator } from "../runtime/validator.js";\n',
  ].join("");
}
