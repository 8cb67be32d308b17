/** All rules, in the order of a page: its code, its tables, its fields, its requests, its values, its words. */

import type { Defect } from "../defect.js";
import type { DefectContext } from "./context.js";
import type { DefectRule } from "./rule.js";
import { containerMismatch } from "./rules/container-mismatch.js";
import { descriptionCopied } from "./rules/description-copied.js";
import { descriptionScale } from "./rules/description-scale.js";
import { descriptionUnit } from "./rules/description-unit.js";
import { emptyFence } from "./rules/empty-fence.js";
import { envelopeUndocumented } from "./rules/envelope-undocumented.js";
import { exampleOnly } from "./rules/example-only.js";
import { missingForm } from "./rules/missing-form.js";
import { misspelling } from "./rules/misspelling.js";
import { nameMismatch } from "./rules/name-mismatch.js";
import { numberContradictionPingInterval } from "./rules/number-contradiction-ping-interval.js";
import { numberContradictionPong } from "./rules/number-contradiction-pong.js";
import { placeholder } from "./rules/placeholder.js";
import { placeholderUnresolved } from "./rules/placeholder-unresolved.js";
import { repair } from "./rules/repair.js";
import { requestTextMismatch } from "./rules/request-text-mismatch.js";
import { scaleContradiction } from "./rules/scale-contradiction.js";
import { subscribeTopicMismatch } from "./rules/subscribe-topic-mismatch.js";
import { subscribeValueMismatch } from "./rules/subscribe-value-mismatch.js";
import { tableAmbiguousRow } from "./rules/table-ambiguous-row.js";
import { tableCellCount } from "./rules/table-cell-count.js";
import { tableDuplicateRow } from "./rules/table-duplicate-row.js";
import { tableNameAnchor } from "./rules/table-name-anchor.js";
import { tableOnly } from "./rules/table-only.js";
import { tableSplit } from "./rules/table-split.js";
import { tableTypeWord } from "./rules/table-type-word.js";
import { tableUnclosedRow } from "./rules/table-unclosed-row.js";
import { typeConflict } from "./rules/type-conflict.js";
import { urlMissing } from "./rules/url-missing.js";
import { urlUnknown } from "./rules/url-unknown.js";
import { valueBookOrder } from "./rules/value-book-order.js";
import { valueBooleanAsText } from "./rules/value-boolean-as-text.js";
import { valueContradictsComment } from "./rules/value-contradicts-comment.js";
import { valueEpochTime } from "./rules/value-epoch-time.js";
import { valueForeignSymbol } from "./rules/value-foreign-symbol.js";
import { valueNotANumber } from "./rules/value-not-a-number.js";
import { valueNotInEnum } from "./rules/value-not-in-enum.js";
import { valueTimeContradiction } from "./rules/value-time-contradiction.js";
import { wrongLanguage } from "./rules/wrong-language.js";

export const RULES: readonly DefectRule[] = [
  repair,
  emptyFence,
  wrongLanguage,
  urlUnknown,
  urlMissing,
  misspelling,
  tableSplit,
  tableCellCount,
  tableUnclosedRow,
  tableNameAnchor,
  tableTypeWord,
  tableDuplicateRow,
  tableAmbiguousRow,
  typeConflict,
  nameMismatch,
  exampleOnly,
  envelopeUndocumented,
  tableOnly,
  subscribeTopicMismatch,
  subscribeValueMismatch,
  requestTextMismatch,
  scaleContradiction,
  valueNotANumber,
  valueBooleanAsText,
  valueForeignSymbol,
  valueEpochTime,
  valueTimeContradiction,
  valueBookOrder,
  valueContradictsComment,
  valueNotInEnum,
  numberContradictionPong,
  numberContradictionPingInterval,
  descriptionUnit,
  descriptionScale,
  descriptionCopied,
  missingForm,
  containerMismatch,
  placeholder,
  placeholderUnresolved,
];

/** By page and line, so that the file reads along the page. */
export function findDefects(context: DefectContext): Defect[] {
  return RULES.flatMap((rule) => rule(context)).sort(
    (a, b) => compare(a.page, b.page) || a.line - b.line || compare(a.code, b.code) || compare(a.field, b.field),
  );
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
