/**
 * Texts of the page stand behind placeholders. Once a page.
 *
 *     # Tick
 *
 *     | Parameter | Type | Comments |
 *     |---|---|---|
 *     | price | string | {{text_price}} |
 *     | size | string | {{text_size}} |
 *
 *     ```json
 *     { "topic": "tick.ABC", "data": { "price": "1.5", "size": "2" } }
 *     ```
 *
 * line 5  placeholder
 *   claim     2 texts stand behind 2 placeholders
 *   evidence  the page cannot be read without its locale file
 *   decision  2 resolved
 */

import { isResolved, placeholdersOf } from "../placeholders.js";
import { pageRule } from "../rule.js";

export const placeholder = pageRule("placeholder", (page) => {
  const uses = placeholdersOf(page);
  const [first] = uses;
  if (!first) return [];
  const keys = new Set(uses.map(({ key }) => key));
  return [
    {
      line: first.line,
      claim: `${uses.length} texts stand behind ${keys.size} placeholders`,
      evidence: "the page cannot be read without its locale file",
      decision: `${uses.filter(isResolved).length} resolved`,
    },
  ];
});
