/** Faults of a schema as diagnostics of the file that has them. */

import type { Report } from "../diagnostics/diagnostic.js";
import { placeAt } from "../diagnostics/place.js";
import { loadLater } from "../host/load-later.js";
import { segmentsOf } from "../schema/pointer.js";
import { placeName } from "./check-schema.js";
import type { SchemaFault } from "./read-value-type.js";

const jsonc = loadLater<typeof import("jsonc-parser")>("jsonc-parser");

/** Of one file: who reads more has stopped to read. */
const MAX_FAULTS = 20;

export interface SchemaFile {
  /** As diagnostics name it. */
  readonly file: string;
  /** Its JSON text, if there is one. */
  readonly source?: string;
}

export function reportSchemaFaults(faults: readonly SchemaFault[], { file, source }: SchemaFile, report: Report): void {
  for (const { pointer, atName = false, message, fix } of faults.slice(0, MAX_FAULTS)) {
    report.add({
      code: "config/schema",
      severity: "error",
      message: `${placeName(pointer)}: ${message}`,
      file,
      ...(source === undefined ? {} : placeIn(source, pointer, atName)),
      fix,
    });
  }
}

/** Line and column of the value at a pointer, or of its member's name. */
function placeIn(source: string, pointer: string, atName: boolean): ReturnType<typeof placeAt> {
  const place = placeAt(source, offsetIn(source, segmentsOf(pointer), atName));
  return { ...place, excerpt: place.excerpt.slice(0, 400) };
}

/**
 * Of the value at a path, or of the nearest one above it. Token by token: parsers recurse, and what nests too deep is
 * told by this as well.
 */
function offsetIn(source: string, path: readonly string[], atName: boolean): number {
  const scanner = jsonc().createScanner(source, true);
  /** Open containers: their next member, where its name stands, and whether the path leads through them. */
  const open: { list: boolean; key: string; keyAt: number | undefined; onPath: boolean }[] = [];
  let nearest = 0;
  for (scanner.scan(); scanner.getTokenLength() > 0; scanner.scan()) {
    const at = scanner.getTokenOffset();
    const mark = source[at] ?? "";
    const holder = open.at(-1);
    if (mark === "}" || mark === "]") open.pop();
    else if (mark === "," && holder) {
      holder.key = holder.list ? String(Number(holder.key) + 1) : "";
      holder.keyAt = undefined;
    } else if (mark === '"' && holder && !holder.list && holder.keyAt === undefined) {
      holder.key = scanner.getTokenValue();
      holder.keyAt = at;
    } else if (mark !== "," && mark !== ":") {
      const onPath = holder === undefined || (holder.onPath && holder.key === path[open.length - 1]);
      if (onPath) nearest = at;
      if (onPath && open.length === path.length) return atName ? (holder?.keyAt ?? at) : at;
      if (mark === "{" || mark === "[") open.push({ list: mark === "[", key: "0", keyAt: undefined, onPath });
    }
  }
  return nearest;
}
