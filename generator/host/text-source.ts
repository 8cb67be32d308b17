/** Texts by path: of a folder, or at hand already. */

import { join } from "node:path";
import type { Report } from "../diagnostics/diagnostic.js";
import { exists } from "./folders.js";
import { decodeText, type ReadTextOptions, readText } from "./read-text.js";

export interface TextSource {
  has(path: string): boolean;
  /** Undefined if it cannot be read; the report says why. */
  read(path: string, options: ReadTextOptions, report: Report): string | undefined;
}

export const folderTexts = (folder: string): TextSource => ({
  has: (path) => exists(join(folder, path)),
  read: (path, options, report) => readText(join(folder, path), options, report),
});

/** As files of that content would be read. */
export const givenTexts = (files: ReadonlyMap<string, string | Buffer>): TextSource => ({
  has: (path) => files.has(path),
  read(path, options, report) {
    const content = files.get(path);
    return content === undefined || Buffer.isBuffer(content) ? decodeText(content, options, report) : content;
  },
});
