/** All rules, in the order of a page: its code, its tables, its fields, its values, its words. */

import type { Defect } from "../defect.js";
import type { DefectContext, DefectRule } from "./context.js";
import { fenceDefects, misspellingDefects, repairDefects, urlDefects } from "./fences.js";
import { nameDefects, tableOnlyDefects, typeDefects, undocumentedDefects } from "./fields.js";
import { requestDefects } from "./requests.js";
import { tableDefects } from "./tables.js";
import { containerDefects, descriptionDefects, missingFormDefects, placeholderDefects } from "./texts.js";
import { heartbeatDefects, pingIntervalDefects, valueDefects } from "./values.js";

const RULES: readonly DefectRule[] = [
  repairDefects,
  fenceDefects,
  urlDefects,
  misspellingDefects,
  tableDefects,
  typeDefects,
  nameDefects,
  undocumentedDefects,
  tableOnlyDefects,
  requestDefects,
  valueDefects,
  heartbeatDefects,
  pingIntervalDefects,
  descriptionDefects,
  missingFormDefects,
  containerDefects,
  placeholderDefects,
];

/** By page and line, so that the file reads along the page. */
export function findDefects(context: DefectContext): Defect[] {
  return RULES.flatMap((rule) => rule(context)).sort(
    (a, b) => compare(a.page, b.page) || a.line - b.line || compare(a.code, b.code) || compare(a.field, b.field),
  );
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
