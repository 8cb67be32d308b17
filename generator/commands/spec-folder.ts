/** Which spec folder a command means: the user's own, or the one that ships. */

import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { OutputTree } from "../host/output-tree.js";
import { DEFAULT_SCHEMAS, OWN_SCHEMAS } from "./options.js";

/** What `--schemas` names; else `schemas` in the working directory if it is a spec folder; else the one that ships. */
export function specFolder(named: string | undefined): string {
  if (named !== undefined) return named;
  return isSpecFolder(DEFAULT_SCHEMAS) ? DEFAULT_SCHEMAS : OWN_SCHEMAS;
}

/** Other tools keep other schemas in a folder of that name: a spec folder has a line. */
export const isSpecFolder = (folder: string): boolean => lineNames(folder).length > 0;

/** Names of the lines in a spec folder, sorted: its folders with a line.yaml. */
export function lineNames(folder: string): string[] {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, "line.yaml")))
    .map(({ name }) => name)
    .sort();
}

/** What people write in a spec folder, of some lines: where a folder of one's own begins. */
export function handWrittenFiles(folder: string, lines: readonly string[]): OutputTree {
  const files = new Map<string, string>();
  const visit = (below: string): void => {
    for (const entry of readdirSync(join(folder, below), { withFileTypes: true })) {
      const path = `${below}/${entry.name}`;
      if (entry.isDirectory()) visit(path);
      else if (/(?:^|\/)line\.yaml$|\.overlay\.yaml$/.test(path))
        files.set(path, readFileSync(join(folder, path), "utf8"));
    }
  };
  for (const line of lines) visit(line);
  const glossary = join(folder, "glossary.yaml");
  if (existsSync(glossary)) files.set("glossary.yaml", readFileSync(glossary, "utf8"));
  return files;
}
