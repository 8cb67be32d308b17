/** How often a topic is pushed. */

import type { Prose } from "../docs/page.js";
import { type Claim, found } from "./claim.js";
import { durationMs } from "./heartbeat.js";

/**
 * Only where the section names one duration; where it names several, as in `Options - 100ms, Spot - 50ms`, the one that stands behind a label of
 * the topic's tab.
 */
export function pushInterval(prose: readonly Prose[], page: string, labels: readonly string[]): Claim | undefined {
  const said = prose.flatMap(({ text, line }) =>
    [...text.matchAll(/\b(?:frequency|interval|speed)\b[^.\n]{0,200}/gi)].flatMap(([sentence]) =>
      sentence.split(",").flatMap((words) =>
        [...words.matchAll(/(?<![\d-])(\d{1,6}) ?(ms|s)\b/g)].map(([, count = "", unit = ""]) => ({
          value: durationMs(["", count, unit]),
          words: words.toLowerCase(),
          line,
        })),
      ),
    ),
  );
  const labelled = said.filter(({ words }) => labels.some((label) => words.includes(label.toLowerCase())));
  const [first, ...others] = labelled.length > 0 ? labelled : said;
  if (!first || others.some(({ value }) => value !== first.value)) return undefined;
  return found(first.value, { page, line: first.line }, "the section says how often");
}
