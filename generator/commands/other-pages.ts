/** Pages below `--docs` that are not those on record: the spec is then not from the revision that `docs.json` names. */

import { join } from "node:path";
import type { Report } from "../diagnostics/diagnostic.js";
import { fileHash } from "../host/blob-hash.js";
import type { DocsRecord } from "../spec/docs-record.js";
import { type LineFile, pagePaths } from "../spec/line-file.js";
import { docsCommand } from "./page-files.js";

const SHOWN = 5;

export function reportOtherPages(record: DocsRecord, lines: readonly LineFile[], docs: string, report: Report): void {
  const read = new Set(lines.flatMap(pagePaths));
  for (const [name, { revision, pages }] of Object.entries(record)) {
    const others = Object.entries(pages).flatMap(([page, hash]) => {
      const found = read.has(page) ? fileHash(join(docs, page)) : undefined;
      return found === undefined || found === hash ? [] : [page];
    });
    if (others.length === 0) continue;
    const rest = others.length > SHOWN ? `, and ${others.length - SHOWN} more` : "";
    report.add({
      code: "derive/other-pages",
      severity: "warning",
      message: `These pages are not those of revision ${revision.slice(0, 12)}, which is on record: ${others.slice(0, SHOWN).join(", ")}${rest}.`,
      file: join(docs, name),
      fix: `\`${docsCommand(docs)}\` goes back to that revision, and with --update to the newest; neither touches what you edited.`,
    });
  }
}
