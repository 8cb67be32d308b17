/** Reads the glossary of a spec folder. */

import { join, relative } from "node:path";
import { EMPTY_GLOSSARY, type Glossary, readGlossary } from "../derive/glossary.js";
import { createReport, type Report } from "../diagnostics/diagnostic.js";
import { exists } from "../host/folders.js";
import { readText } from "../host/read-text.js";

/** Undefined if it cannot be read: nothing is derived without the words of people. */
export function readOwnGlossary(root: string, report: Report): Glossary | undefined {
  const path = join(root, "glossary.yaml");
  if (!exists(path)) return EMPTY_GLOSSARY;
  const fix = "Restore glossary.yaml.";
  const own = createReport();
  const source = readText(path, { name: relative(process.cwd(), path), fix }, own);
  const glossary = source === undefined ? undefined : readGlossary(source, relative(process.cwd(), path), own);
  for (const diagnostic of own.diagnostics) report.add(diagnostic);
  return own.failed ? undefined : glossary;
}
