/** A site in memory, and what stands in its pages. */

import { type DefaultTreeAdapterTypes, parse } from "parse5";
import { buildSite } from "../../generator/site/site.js";
import type { SiteInput } from "../../generator/site/site-input.js";
import type { Spec } from "../../generator/spec/spec.js";

export const siteOf = (spec: Spec, more: Partial<SiteInput> = {}): ReadonlyMap<string, string> =>
  buildSite({
    spec,
    dialoguesOf: ({ name }) => ({ $schema: "", line: name, replies: [], pushes: [] }),
    defectsOf: () => [],
    urlOf: () => undefined,
    typesOf: () => "",
    assets: new Map(["site.css", "site.js", "check.js"].map((name) => [name, ""])),
    ...more,
  });

export interface PageElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** All text within. */
  readonly text: string;
}

type Node = DefaultTreeAdapterTypes.Node;

export function elementsOf(html: string): PageElement[] {
  const found: PageElement[] = [];
  const textOf = (node: Node): string => {
    if ("value" in node) return node.value;
    return "childNodes" in node ? node.childNodes.map(textOf).join("") : "";
  };
  const visit = (node: Node): void => {
    if ("tagName" in node)
      found.push({
        name: node.tagName,
        attributes: Object.fromEntries(node.attrs.map(({ name, value }) => [name, value])),
        text: textOf(node),
      });
    if ("childNodes" in node) for (const child of node.childNodes) visit(child);
  };
  visit(parse(html));
  return found;
}

export const pagesOf = (tree: ReadonlyMap<string, string>): [path: string, elements: PageElement[]][] =>
  [...tree].filter(([path]) => path.endsWith(".html")).map(([path, html]) => [path, elementsOf(html)]);

/** Links within the site that lead to no file, or to no place on a page. */
export function brokenLinks(tree: ReadonlyMap<string, string>): string[] {
  const pages = pagesOf(tree);
  const ids = new Map(
    pages.map(([path, elements]) => [path, new Set(elements.map(({ attributes }) => attributes.id))]),
  );
  return pages.flatMap(([path, elements]) =>
    elements.flatMap(({ attributes: { href, src } }) => {
      const address = href ?? src;
      if (address === undefined || /^(?:https?|data):/.test(address)) return [];
      const { pathname, hash } = new URL(address, `file:///${encodeURI(path)}`);
      const file = decodeURI(pathname.slice(1));
      const isThere = tree.has(file) && (hash === "" || ids.get(file)?.has(decodeURI(hash.slice(1))));
      return isThere ? [] : [`${path} leads to ${address}`];
    }),
  );
}
