/**
 * The locale file lacks the text of a placeholder.
 *
 *     # Tick
 *
 *     | Parameter | Type | Comments |
 *     |---|---|---|
 *     | {{name_price}} | string | Price |
 *
 *     ```json
 *     { "topic": "tick.ABC", "data": { "price": "1.5" } }
 *     ```
 *
 * line 5  placeholder-unresolved
 *   claim     {{name_price}}
 *   evidence  the locale has no such text
 *   decision  read as price
 */

import { isResolved, placeholdersOf } from "../placeholders.js";
import { pageRule } from "../rule.js";

export const placeholderUnresolved = pageRule("placeholder-unresolved", (page) =>
  placeholdersOf(page)
    .filter((use) => !isResolved(use))
    .map(({ written, words, line }) => ({
      line,
      claim: written,
      evidence: "the locale has no such text",
      decision: `read as ${words}`,
    })),
);
