/**
 * A code block has no code.
 *
 *     # Tick
 *
 *     ```json
 *     // coming soon
 *     ```
 *
 * line 3  empty-fence
 *   claim     a block of json
 *   evidence  a comment only
 *   decision  ignored
 */

import { fenceRule } from "../rule.js";

export const emptyFence = fenceRule("empty-fence", ({ kind, fence }) => {
  if (kind !== "empty") return [];
  const evidence = fence.content.trim() === "" ? "nothing in it" : "a comment only";
  return [{ claim: `a block of ${fence.language || "code"}`, evidence, decision: "ignored" }];
});
