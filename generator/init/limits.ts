/** Limits that pages state in so many words. */

import type { Draft } from "./claim.js";
import { found } from "./claim.js";
import { headingName, type PageReading } from "./messages.js";

const LIMIT =
  /\b(?:maximum of|at most|up to|no more than|not (?:build |open )?(?:over|more than)) (\d[\d,]{0,8}) ((?:[\w-]+ ){0,4}(?:connections|subscriptions|topics|channels|args|characters))\b/i;

export function proposeLimits(readings: readonly PageReading[]): Draft[] {
  return readings.flatMap(({ page }) => {
    let heading = "by hand";
    return page.blocks.flatMap((block): Draft[] => {
      if (block.kind === "heading") heading = `heading ${headingName(block)}`;
      const sentence =
        block.kind === "prose" ? block.text.split(/(?<=[.!?])\s/).find((text) => LIMIT.test(text)) : undefined;
      if (sentence === undefined || block.kind !== "prose") return [];
      const [, count = "", what = ""] = LIMIT.exec(sentence) ?? [];
      const unit = /\bIP\b/i.test(sentence)
        ? "per IP address"
        : /\bkey\b/i.test(sentence)
          ? "per API key"
          : /\baccount|\buser/i.test(sentence)
            ? "per account"
            : "per connection";
      const window = /\bin (\d+ (?:seconds?|minutes?|hours?))\b/i.exec(sentence)?.[1];
      const words = what
        .split(" ")
        .filter((word) =>
          /^(?:private|public|open|simultaneous|connections|subscriptions|topics|channels|args|characters)$/i.test(
            word,
          ),
        );
      return [
        {
          name: words.join(" "),
          value: found(Number(count.replaceAll(",", "")), { page: page.path, line: block.line }, "the page says so"),
          unit: window === undefined ? unit : `${unit} in ${window}`,
          source: block.placeholders[0]?.key ?? heading,
        },
      ];
    });
  });
}
