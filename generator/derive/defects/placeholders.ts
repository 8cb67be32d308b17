/** Placeholders of a page, where people would read words. */

import type { Block, DocPage, Placeholder } from "../../docs/page.js";

export const placeholdersOf = (page: DocPage): Placeholder[] => page.blocks.flatMap(usesIn);

export const isResolved = ({ resolved }: Placeholder): boolean => resolved !== undefined;

function usesIn(block: Block): readonly Placeholder[] {
  switch (block.kind) {
    case "heading":
    case "prose":
      return block.placeholders;
    case "table":
      return [block.header, ...block.rows.map(({ cells }) => cells)].flat().flatMap(({ placeholders }) => placeholders);
    case "hidden":
      // Nobody reads it: it needs no text.
      return block.placeholders.map((placeholder) => ({ ...placeholder, resolved: "" }));
    case "fence":
      return [];
  }
}
