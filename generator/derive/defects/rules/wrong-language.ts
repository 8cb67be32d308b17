/**
 * A code block holds a program of another language than it says.
 *
 *     # Tick
 *
 *     ```json
 *     json.dumps({"op": "subscribe", "args": ["tick.ABC"]})
 *     ```
 *
 * line 3  wrong-language
 *   claim     a block of json
 *   evidence  json.dumps is Python
 *   decision  read as the message in it
 */

import { fenceRule } from "../rule.js";

export const wrongLanguage = fenceRule("wrong-language", ({ kind, fence }) => {
  if (kind === "empty" || fence.language === "python" || !/\bjson\.dumps\b/.test(fence.content)) return [];
  const claim = `a block of ${fence.language || "code"}`;
  return [{ claim, evidence: "json.dumps is Python", decision: "read as the message in it" }];
});
