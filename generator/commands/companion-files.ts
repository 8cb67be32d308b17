/** Files that pages are read with: the locale file that has their texts, the page that lists their values. */

import { dirname, join, posix } from "node:path";
import { readEnumPage } from "../derive/enums.js";
import { enumPageReader } from "../derive/read-line.js";
import { createReport, type Report } from "../diagnostics/diagnostic.js";
import type { PlaceholderStyle } from "../docs/page.js";
import { placeholderKeys } from "../docs/placeholder.js";
import { readLocale } from "../docs/read-locale.js";
import { exists, filesBelow } from "../host/folders.js";
import { readText } from "../host/read-text.js";
import { NO_EXCHANGE } from "../spec/exchange-file.js";

export interface Companions {
  /** Path and texts of the locale file that has most of the placeholders. */
  localeOf(
    path: string,
    source: string,
  ): { readonly path: string; readonly texts: ReadonlyMap<string, string> } | undefined;
  /** Pages of values: those that the page links to, else the one that stands nearest to it. */
  enumsOf(path: string, source: string): readonly string[];
}

const LOCALE = /(?:^|\/)(?:locales?|i18n|lang|languages?|translations?)\/[^/]+\.ya?ml$/i;
const VALUES = /(?:^|[/_-])(?:enums?|enumerations?|constants|definitions)\.mdx?$/i;

/** `docs`: the folder of the repositories. Each repository is looked through once. */
export function findCompanions(docs: string, placeholders: PlaceholderStyle | undefined, report: Report): Companions {
  const listed = new Map<string, readonly string[]>();
  const filesOf = (path: string): readonly string[] => {
    const repository = path.split("/")[0] ?? "";
    const files =
      listed.get(repository) ?? filesBelow(join(docs, repository), report).map((file) => `${repository}/${file}`);
    listed.set(repository, files);
    return files;
  };
  // Every page asks for the same few files.
  const texts = new Map<string, string | undefined>();
  const read = (path: string): string | undefined => {
    if (!texts.has(path)) texts.set(path, readText(join(docs, path), { name: path, fix: "" }, createReport()));
    return texts.get(path);
  };
  return {
    localeOf(path, source) {
      const keys = placeholders && placeholderKeys([source], placeholders);
      if (!keys || keys.size === 0) return undefined;
      const found = filesOf(path)
        .filter((file) => LOCALE.test(file))
        .flatMap((file) => {
          const text = read(file);
          return text === undefined ? [] : [{ path: file, texts: readLocale(text, file, createReport(), keys).texts }];
        });
      // English first, of those that have as many.
      const known = ({ texts }: { texts: ReadonlyMap<string, string> }): number =>
        [...keys].filter((key) => texts.has(key)).length;
      return found
        .toSorted((a, b) => known(b) - known(a) || Number(/\ben\b/.test(b.path)) - Number(/\ben\b/.test(a.path)))
        .find((locale) => known(locale) > 0);
    },
    enumsOf(path, source) {
      const linked = [...source.matchAll(/\]\(([\w./-]{1,200})#[\w-]+\)|href="([\w./-]{1,200})#[\w-]+"/g)].flatMap(
        ([, first, second]) => {
          const target = posix.normalize(posix.join(dirname(path), first ?? second ?? ""));
          return [".mdx", ".md", ""]
            .map((end) => target + end)
            .filter((file) => VALUES.test(file) && exists(join(docs, file)));
        },
      );
      if (linked.length > 0) return [...new Set(linked)];
      const words = new Set(dirname(path).split("/"));
      const distance = (file: string): number => {
        const own = dirname(file).split("/");
        return own.filter((word) => !words.has(word)).length * 2 - own.filter((word) => words.has(word)).length;
      };
      const nearest = filesOf(path)
        .filter((file) => VALUES.test(file))
        .toSorted((a, b) => distance(a) - distance(b));
      const [first] = nearest.filter((file) => hasValues(file, read(file)));
      return first === undefined ? [] : [first];
    },
  };
}

function hasValues(path: string, source: string | undefined): boolean {
  if (source === undefined) return false;
  return readEnumPage(enumPageReader(path)({ path, source, locale: new Map() }), NO_EXCHANGE.enums).length > 0;
}
