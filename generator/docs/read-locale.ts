/** Reads a Slate locale file: `en:` and below it a text by key. */

import { parseDocument } from "yaml";
import { createReport, type Report } from "../diagnostics/diagnostic.js";
import { placeAt } from "../diagnostics/place.js";
import { dataOf, offsetAt, refuseYaml } from "../host/yaml-data.js";
import { BROKEN_TEXT, findBrokenText } from "../schema/broken-text.js";
import { isObject } from "../schema/is-object.js";

export interface Locale {
  readonly path: string;
  readonly texts: ReadonlyMap<string, string>;
}

/**
 * With `keys`, only those texts are read where the file's layout allows it: upstream's has 4,000 texts, a set of pages
 * uses 430, and YAML takes its time.
 */
export function readLocale(source: string, path: string, report: Report, keys?: ReadonlySet<string>): Locale {
  const excerpt = keys ? excerptOf(source, keys) : undefined;
  if (excerpt !== undefined) {
    const own = createReport();
    const locale = readWhole(excerpt, path, own);
    if (!own.failed) return locale;
  }
  return readWhole(source, path, report);
}

/** The wanted entries below the language, or nothing if the file has another layout than two spaces a level. */
function excerptOf(source: string, keys: ReadonlySet<string>): string | undefined {
  const lines = source.split("\n");
  const head = lines.findIndex((line) => /^\w+:\s*$/.test(line));
  if (head < 0 || lines.slice(head + 1).some((line) => /^ ?[^\s#]/.test(line) || /^ *\w+:\s+[&*]\w/.test(line)))
    return undefined;
  const kept = [lines[head] ?? ""];
  let wanted = false;
  for (const line of lines.slice(head + 1)) {
    const key = /^ {2}(\w+):/.exec(line)?.[1];
    if (key !== undefined) wanted = keys.has(key);
    if (wanted) kept.push(line);
  }
  return kept.length > 1 ? kept.join("\n") : undefined;
}

function readWhole(source: string, path: string, report: Report): Locale {
  const texts = new Map<string, string>();
  const fail = (offset: number, message: string, fix: string): Locale => {
    report.add({ code: "input/locale", severity: "error", message, file: path, ...placeAt(source, offset), fix });
    return { path, texts };
  };
  const layout = "Expected a language such as `en:` with one text by key below it.";
  const refusal = refuseYaml(source, Number.POSITIVE_INFINITY);
  if (refusal) return fail(refusal.offset, refusal.message, refusal.fix ?? layout);
  const document = parseDocument(source, { uniqueKeys: false, logLevel: "silent" });
  for (const error of document.errors) {
    const message = `The locale file is not readable YAML: ${error.message.split("\n")[0]}`;
    fail(error.pos[0], message, "Correct the YAML at this place; tabs cannot indent.");
  }
  if (document.errors.length > 0) return { path, texts };
  const { value: root, fault } = dataOf(document);
  if (fault) return fail(fault.offset, fault.message, fault.fix ?? layout);
  const [broken] = findBrokenText(root);
  if (broken) return fail(offsetAt(document, broken.path, broken.atName), BROKEN_TEXT.message, BROKEN_TEXT.fix);
  const languages = isObject(root) ? Object.values(root) : [];
  for (const language of languages) {
    if (!isObject(language)) continue;
    for (const [key, text] of Object.entries(language)) if (typeof text === "string") texts.set(key, text);
  }
  return texts.size === 0 ? fail(0, "The locale file has no texts.", layout) : { path, texts };
}
