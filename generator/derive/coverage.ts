/** Every heading, table and fence of a page is used or listed with the reason; an unread one is an error. */

import type { Report } from "../diagnostics/diagnostic.js";
import type { Block, DocPage, Heading } from "../docs/page.js";
import type { LineFile } from "../spec/line-file.js";

export interface Coverage {
  readonly used: number;
  readonly skipped: readonly { readonly line: number; readonly what: string; readonly reason: string }[];
}

export function checkCoverage(page: DocPage, file: LineFile, report: Report): Coverage {
  const used = namesUsed(file);
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
    if (open.some((heading) => namesOf(heading).some((name) => used.has(name)))) {
      count += 1;
      continue;
    }
    // A skipped title does not hide what stands below it: only the heading right above counts.
    const nearest = open.at(-1);
    const reason = (nearest ? namesOf(nearest) : [])
      .map((name) => skipReasons.get(`${name} ${block.kind}`) ?? skipReasons.get(name))
      .find((text) => text !== undefined);
    if (reason !== undefined) skipped.push({ line: block.line, what: block.kind, reason });
    else reportUncovered(page, block, report);
  }
  return { used: count, skipped };
}

const namesOf = (heading: Heading): string[] => [...heading.placeholders.map(({ key }) => key), heading.text];

/** Headings that the line file names: topics, examples of replies, and each `source: heading NAME`. */
function namesUsed(file: LineFile): Set<string> {
  const names = new Set<string>(file.topics.map(({ heading }) => heading));
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

function reportUncovered(page: DocPage, block: Block, report: Report): void {
  report.add({
    code: "derive/uncovered",
    severity: "error",
    message: `This ${block.kind} belongs to no topic, reply or request of the line file.`,
    file: page.path,
    line: block.line,
    column: block.column,
    excerpt: page.lines[block.line - 1] ?? "",
    fix: "Name its heading in line.yaml: as a topic, as an example of a reply, or below `skip` with the reason.",
  });
}
