/** The shipped lines, ready to check frames. */

import { createLineChecks, type FormCheck, type LineCheck } from "../../../generator/validate/check/line-check.js";
import type { LineChoice } from "../../../generator/validate/check/line-choice.js";
import { createFormTable } from "../../../generator/validate/form-table.js";
import { loadLineSpec } from "../../conformance/generated-package.js";
import { LINES } from "../../real-docs.js";

export const lines = LINES.map(loadLineSpec);
export const table = createFormTable({ lines });
export const findCheck = createLineChecks(lines, table, true);

export function checkOf(choice: LineChoice): LineCheck {
  const check = findCheck(choice);
  if (!check) throw new Error(`no line ${choice.line}`);
  return check;
}

/** The form of a frame, which has one. */
export function formOf(check: LineCheck, text: string): FormCheck {
  const form = check.formOf(check.route(text));
  if (!form) throw new Error(`no form for ${text}`);
  return form;
}
