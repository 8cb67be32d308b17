/**
 * A program connects to a URL that it never says. Once a page.
 *
 *     # Tick
 *
 *     ```python
 *     ws = WebSocket(url=url)
 *     ```
 *
 * line 4  url-missing
 *   claim     url=url
 *   evidence  the code never says which URL
 *   decision  the documented endpoints stand
 */

import { topicAt } from "../context.js";
import { codeLinesOf, type DefectRule, toDefect } from "../rule.js";

export const urlMissing: DefectRule = (context) =>
  context.pages.flatMap((page) => {
    const code = codeLinesOf(page);
    const used = code.findIndex(({ text }) => /\burl=url\b/.test(text));
    const isSaid = code.slice(0, used).some(({ text }) => /^\s*url\s*=(?!\s*url\b)/.test(text));
    const line = code[used]?.line;
    if (line === undefined || isSaid) return [];
    return [
      toDefect(
        "url-missing",
        { page: page.path, line, topic: topicAt(context, page, line), field: "" },
        { claim: "url=url", evidence: "the code never says which URL", decision: "the documented endpoints stand" },
      ),
    ];
  });
