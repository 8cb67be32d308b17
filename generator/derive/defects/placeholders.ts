/** Placeholders of a page, where people would read words. */

import type { Block, DocPage, Placeholder } from "../../docs/page.js";

export type PlaceholderUse = Pick<Placeholder, "key" | "line" | "resolved">;

export const placeholdersOf = (page: DocPage): PlaceholderUse[] => page.blocks.flatMap(usesIn);

export const isResolved = ({ resolved }: PlaceholderUse): boolean => resolved !== undefined;

function usesIn(block: Block): readonly PlaceholderUse[] {
  switch (block.kind) {
    case "heading":
    case "prose":
      return block.placeholders;
    case "table":
      return [block.header, ...block.rows.map(({ cells }) => cells)].flat().flatMap(({ placeholders }) => placeholders);
    case "hidden":
      // Nobody reads it: it needs no text.
      return [...block.source.matchAll(/t\(:(\w+)\)/g)].map(([, key = ""]) => ({
        key,
        line: block.line,
        resolved: "",
      }));
    case "fence":
      return [];
  }
}
