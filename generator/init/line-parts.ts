/** Parts of a line file that pages alone decide. */

import { checkCoverage } from "../derive/coverage.js";
import { findTopic, readTopicEvidence } from "../derive/evidence.js";
import { matchTopic } from "../derive/match-rows.js";
import { createReport } from "../diagnostics/diagnostic.js";
import type { Json } from "../schema/json-schema.js";
import type { ExchangeFile } from "../spec/exchange-file.js";
import type { LineFile, PageRef } from "../spec/line-file.js";
import { type Draft, found } from "./claim.js";
import { headingName, type PageReading } from "./messages.js";
import { describeSlot } from "./slots.js";
import { subjectOf } from "./topic-text.js";
import type { ProposedTopic } from "./topics.js";

export const pageDraft = ({ page, reader, locale, enums }: PageRef): Draft => ({
  page,
  reader,
  ...(locale !== undefined && { locale }),
  ...(enums && { enums: [...enums] }),
});

/** Slots of requests whose values the pages list, and the instrument. */
export function requestSlots(topics: readonly ProposedTopic[]): Record<string, Draft> {
  const slots = new Map<string, Draft>();
  for (const { request, section } of topics) {
    const place = { page: section.page.path, line: section.heading.line };
    const source = `heading ${headingName(section.heading)}`;
    const add = (name: string, example: string, values: readonly string[]): void => {
      if (slots.has(name)) return;
      slots.set(name, {
        description: describeSlot(name),
        ...(values.length > 0 && { values: found([...values], place, "the section links to them") }),
        example: found(example, place, "a request shows it"),
        source,
      });
    };
    if (request?.pointers.has("symbol"))
      add(
        "symbol",
        section.requests.map(({ value }) => symbolIn(value)).find((text) => text !== undefined) ?? "SYMBOL",
        [],
      );
    for (const { name, values, example } of request?.slots ?? []) add(name, example, values);
  }
  return Object.fromEntries(slots);
}

function symbolIn(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  for (const [key, inner] of Object.entries(value)) {
    const text: unknown = Array.isArray(inner) ? inner[0] : inner;
    if (subjectOf(key) === "symbol" && typeof text === "string") return text;
    const own = symbolIn(inner);
    if (own !== undefined) return own;
  }
  return undefined;
}

const REASONS: Readonly<Record<string, string>> = {
  heading: "Title, or prose only.",
  table: "It lists no members of a push.",
  fence: "It is read into this file, or is no message.",
};

/** What derive would find that nothing uses. */
export function skipOf(file: LineFile, pages: readonly PageReading[], exchange: ExchangeFile): Draft[] {
  const skips = new Map<string, Json>();
  const read = readTopics(file, pages, exchange);
  for (const { page } of pages) {
    const report = createReport();
    checkCoverage(page, file, read, report);
    const uncovered = new Set(report.diagnostics.map(({ line }) => line));
    let heading: string | undefined;
    for (const block of page.blocks) {
      if (block.kind === "heading") heading = headingName(block);
      if (!uncovered.has(block.line) || heading === undefined || block.kind === "prose" || block.kind === "hidden")
        continue;
      skips.set(`${heading}\n${block.kind}`, { heading, kind: block.kind, reason: REASONS[block.kind] ?? "" });
    }
  }
  return [...skips.values()];
}

/** As derive reads them. */
function readTopics({ topics, replies }: LineFile, pages: readonly PageReading[], exchange: ExchangeFile) {
  const readings = new Map(pages.flatMap((reading) => [...reading.readings]));
  const own = pages.map(({ page }) => page);
  const sections = topics.flatMap((entry) => findTopic(entry, own) ?? []);
  const matches = sections.map((section) =>
    matchTopic(readTopicEvidence(section, readings, { exchange, replies }), exchange.records.payload),
  );
  return { sections, topics: matches };
}
