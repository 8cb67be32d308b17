/**
 * The locale file lacks the text of a placeholder.
 *
 *     # Tick
 *
 *     | Parameter | Type | Comments |
 *     |---|---|---|
 *     | t(:row_parameter_price) | string | Price |
 *
 *     ```json
 *     { "topic": "tick.ABC", "data": { "price": "1.5" } }
 *     ```
 *
 * line 5  placeholder-unresolved
 *   claim     t(:row_parameter_price)
 *   evidence  the locale has no such text
 *   decision  read as price
 */

import { wordsOfKey } from "../../../docs/doc-text.js";
import { isResolved, placeholdersOf } from "../placeholders.js";
import { pageRule } from "../rule.js";

export const placeholderUnresolved = pageRule("placeholder-unresolved", (page) =>
  placeholdersOf(page)
    .filter((use) => !isResolved(use))
    .map(({ key, line }) => ({
      line,
      claim: `t(:${key})`,
      evidence: "the locale has no such text",
      decision: `read as ${wordsOfKey(key)}`,
    })),
);
