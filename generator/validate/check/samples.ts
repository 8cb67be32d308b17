/** What is shown of the first message with a finding. */

import type { Path } from "../../../templates/runtime/pointer.js";
import { pointerOf } from "../../schema/pointer.js";
import { parseJson } from "../../text/parse-json.js";
import { cut, NO_SECRETS, redactPointer, type SecretKeys, sampleOf, shownAt } from "../redact/redact.js";
import { LONGEST_TEXT, REDACTED } from "../redact/redact-text.js";
import type { Sample } from "./findings.js";

/** Bytes of a text that cannot be read: enough to see that it was cut. */
export const LONGEST_SAMPLED = LONGEST_TEXT + 1;
/** Characters that are shown. */
const FRAME_LENGTH = 600;
const VALUE_LENGTH = 120;

/** The value at the path, and the frame around it. */
export function violationSample(path: Path, message: unknown, text: string, secrets: SecretKeys): Sample {
  const shown = shownAt(message, path, secrets);
  return {
    pointer: redactPointer(pointerOf(path)),
    value: shown === REDACTED ? REDACTED : cut(JSON.stringify(shown) ?? "", VALUE_LENGTH),
    frame: sampleOf(text, message, secrets, FRAME_LENGTH),
  };
}

/** Of a frame that is looked at as a whole. */
export const frameSample = (text: string): Sample => ({
  pointer: "",
  value: "",
  frame: sampleOf(text, parseJson(text), NO_SECRETS, FRAME_LENGTH),
});
