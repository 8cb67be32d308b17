/** Rows of `schemas/defects.json`: defects with a name that stays while the page around them changes. */

import { createHash } from "node:crypto";
import { isObject } from "../schema/is-object.js";
import type { DefectLines, SourceMap } from "../spec/source-map.js";
import { DEFECT_CODES, type Defect } from "./defect.js";

/** Its lines stand in `sources.json` of the product line, by `id`. */
export interface DefectRow extends Omit<Defect, "line" | "otherLine"> {
  /** Made from what the row says; the same words at another place of the page get a number behind it. */
  readonly id: string;
  readonly productLine: string;
}

const TEXTS = ["id", "productLine", "page", "topic", "field", "claim", "evidence", "decision"] as const;

/** What a file says may be anything. */
export const isDefectRow = (value: unknown): value is DefectRow =>
  isObject(value) &&
  TEXTS.every((name) => typeof value[name] === "string") &&
  Object.hasOwn(DEFECT_CODES, String(value.code));

export interface NumberedRows {
  readonly rows: readonly DefectRow[];
  readonly lines: SourceMap["defects"];
}

/** `defects`: along the pages of one product line. */
export function toRows(productLine: string, defects: readonly Defect[]): NumberedRows {
  const lines = new Map<string, DefectLines>();
  const rows = defects.map(({ line, otherLine, ...defect }) => {
    const { code, page, topic, field, claim } = defect;
    const words = createHash("sha256").update(JSON.stringify([productLine, page, topic, field, code, claim]));
    const name = words.digest("hex").slice(0, 8);
    let id = name;
    for (let number = 2; lines.has(id); number += 1) id = `${name}-${number}`;
    lines.set(id, { line, ...(otherLine !== undefined && { otherLine }) });
    return { id, productLine, ...defect };
  });
  return { rows, lines: Object.fromEntries(lines) };
}
