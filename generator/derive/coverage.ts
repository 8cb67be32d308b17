/** Every heading, table and fence of a page is used or listed with the reason; an unread one is an error. */

import type { Report } from "../diagnostics/diagnostic.js";
import type { Block, DocPage, Heading } from "../docs/page.js";
import type { LineFile } from "../spec/line-file.js";
import type { LineEvidence } from "./read-line.js";

export interface Coverage {
  readonly used: number;
  readonly skipped: readonly { readonly line: number; readonly what: string; readonly reason: string }[];
}

/** Whose tables and fences the topics read. */
type Read = Pick<LineEvidence, "sections" | "topics">;

export function checkCoverage(page: DocPage, file: LineFile, read: Read, report: Report): Coverage {
  const used = namesUsed(file);
  const topics = new Set(file.topics.map(({ heading }) => heading));
  const skipReasons = new Map(
    file.skip.map((skip) => [`${skip.heading ?? ""} ${skip.kind ?? ""}`.trim(), skip.reason]),
  );
  const skipped: Coverage["skipped"][number][] = [];
  let count = 0;
  // Headings open above the current block, outermost first.
  const open: Heading[] = [];
  for (const block of page.blocks) {
    if (block.kind === "prose") continue;
    if (block.kind === "hidden") {
      skipped.push({ line: block.line, what: "hidden text", reason: block.reason });
      continue;
    }
    if (block.kind === "heading") {
      while ((open.at(-1)?.level ?? -1) >= block.level) open.pop();
      open.push(block);
    }
    if (block.kind === "fence" && block.language === "python") {
      skipped.push({ line: block.line, what: "fence", reason: "sample code of an SDK" });
      continue;
    }
    const names = open.flatMap(namesOf);
    const isTopics = names.some((name) => topics.has(name));
    if (names.some((name) => used.has(name)) || (isTopics && isRead(block, read))) {
      count += 1;
      continue;
    }
    // A skipped title does not hide what stands below it: only the heading right above counts.
    const nearest = open.at(-1);
    const reason = (nearest ? namesOf(nearest) : [])
      .map((name) => skipReasons.get(`${name} ${block.kind}`) ?? skipReasons.get(name))
      .find((text) => text !== undefined);
    if (reason !== undefined) skipped.push({ line: block.line, what: block.kind, reason });
    else reportUncovered(page, block, isTopics, report);
  }
  return { used: count, skipped };
}

/** In the section of a topic: what is there for people, and what a topic reads. Of one that cannot be derived, that is told elsewhere. */
function isRead(block: Block, { sections, topics }: Read): boolean {
  if (block.kind === "heading") return true;
  const here = sections.filter(({ blocks }) => blocks.includes(block));
  return here.some(({ entry }) => {
    const match = topics.find(({ evidence }) => evidence.entry === entry);
    return match === undefined || block.kind === "fence" || match.evidence.tables.some((table) => table === block);
  });
}

const namesOf = (heading: Heading): string[] => [...heading.placeholders.map(({ key }) => key), heading.text];

/** Headings that the line file names besides those of topics: examples of replies, and each `source: heading NAME`. */
function namesUsed(file: LineFile): Set<string> {
  const names = new Set<string>();
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) for (const item of value) visit(item);
    else if (typeof value === "object" && value !== null) {
      for (const [key, inner] of Object.entries(value)) {
        if (key === "source" && typeof inner === "string") {
          for (const match of inner.matchAll(/heading ([\w-]+)/g)) names.add(match[1] ?? "");
        } else if (key === "examples" && Array.isArray(inner)) {
          for (const example of inner) names.add(String((example as { heading?: unknown }).heading ?? ""));
        } else visit(inner);
      }
    }
  };
  visit({ ...file, topics: [], skip: [] });
  return names;
}

function reportUncovered(page: DocPage, block: Block, isTopics: boolean, report: Report): void {
  report.add({
    code: "derive/uncovered",
    severity: "error",
    message: isTopics
      ? `This ${block.kind} stands in the section of a topic, and no topic reads it: ${block.kind === "table" ? "it names no members, or its tab is" : "its tab is"} none of the topics'.`
      : `This ${block.kind} belongs to no topic, reply or request of the line file.`,
    file: page.path,
    line: block.line,
    column: block.column,
    excerpt: page.lines[block.line - 1] ?? "",
    fix: "Name its heading in line.yaml: as a topic, as an example of a reply, or below `skip` with the reason.",
  });
}
