/** The page in the header of each rule, and what the header says of it. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Defect } from "../../../generator/derive/defect.js";
import { ROOT } from "../../real-docs.js";
import type { Setting } from "../toy.js";

const FOLDER = join(ROOT, "generator/derive/defects/rules");

export interface RulePage {
  readonly page: string;
  /** What the rule finds there. */
  readonly defects: readonly Pick<
    Defect,
    "code" | "line" | "otherLine" | "field" | "claim" | "evidence" | "decision" | "confidence"
  >[];
}

/** File names without ending. */
export const RULE_NAMES: readonly string[] = readdirSync(FOLDER).map((file) => file.replace(/\.ts$/, ""));

/**
 * The header has the page indented by four spaces, and below it for each defect
 *
 *     line 5  table-cell-count  price        or, where two places are told, line 5, other line 8
 *       claim     3 columns
 *       evidence  4 cells
 *       decision  first cells are name and type, the last is the comment
 *       confidence  likely                  where it is not certain
 */
export function rulePage(rule: string): RulePage {
  const source = readFileSync(join(FOLDER, `${rule}.ts`), "utf8");
  const header = /^\/\*\*\n(.*?)\n \*\/$/ms.exec(source)?.[1] ?? "";
  const lines = header.split("\n").map((line) => line.replace(/^ \* ?/, ""));
  const start = lines.findIndex((line) => line.startsWith("    "));
  const end = lines.findIndex((line) => /^line \d/.test(line));
  const page = lines.slice(start, end).map((line) => line.slice(4));
  const found = lines.slice(end).join("\n");
  const blocks = found.matchAll(
    /^line (\d+)(?:, other line (\d+))? {2}(\S+)(?: {2}(\S+))?\n {2}claim {5}(.*)\n {2}evidence {2}(.*)\n {2}decision {2}(.*)(?:\n {2}confidence {2}(\w+))?$/gm,
  );
  return {
    page: page.join("\n").trimEnd(),
    defects: [...blocks].map(
      ([, line, otherLine, code, field = "", claim = "", evidence = "", decision = "", confidence]) => ({
        code: code as Defect["code"],
        line: Number(line),
        ...(otherLine !== undefined && { otherLine: Number(otherLine) }),
        field,
        claim,
        evidence,
        decision,
        ...(confidence !== undefined && { confidence: confidence as NonNullable<Defect["confidence"]> }),
      }),
    ),
  };
}

/** What the headers say in words of line file, glossary, locale and enum page. */
export const SETTINGS: Readonly<Record<string, Setting>> = {
  "value-foreign-symbol": {
    line: { slots: { symbol: { description: "Contract.", example: "SHELLPRLT", source: "by hand" } } },
  },
  "value-book-order": {
    topic: { book: { layout: "sides", bids: "/data/b", asks: "/data/a", instance: "/topic" } },
  },
  "value-not-a-number": { words: { price: { kind: "price" } } },
  "container-mismatch": { topic: { selector: { pointer: "/topic", container: "array-items" } } },
  "number-contradiction-ping-interval": {
    line: {
      heartbeat: {
        request: { message: { op: "ping" }, parameters: {}, source: "by hand" },
        reply: "pong",
        intervalMs: 20_000,
        source: "by hand",
      },
    },
  },
  placeholder: { locale: { text_price: "Price", text_size: "Size" } },
  "placeholder-unresolved": { locale: {} },
};
