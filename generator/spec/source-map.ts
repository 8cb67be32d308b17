/**
 * `schemas/<line>/sources.json`: on which lines of the pages each node of the line's schemas stands, and each defect. Derive writes it anew with every
 * edit of a page; messages name the lines, and without the file they name the page only.
 */

import { isObject } from "../schema/is-object.js";
import type { SourceLines } from "../schema/json-schema.js";

export const SOURCE_MAP = "sources.json";

export interface SourceMap {
  /** By path of the schema below the line's folder, then by the pointer of a node. */
  readonly schemas: Readonly<Record<string, Readonly<Record<string, SourceLines>>>>;
  /** By id of the defect. */
  readonly defects: Readonly<Record<string, DefectLines>>;
  /** Topics of the line that the pages no longer give a schema for, by path below the line; absent: none. */
  readonly underived?: Readonly<Record<string, Underived>>;
}

/** `stale`: its former schema stands, which may not be what the pages say. `left-out`: it has none. */
export type Underived = "stale" | "left-out";

export interface DefectLines {
  readonly line: number;
  /** Of the place that it contradicts. */
  readonly otherLine?: number;
}

export const NO_SOURCES: SourceMap = { schemas: {}, defects: {} };

/** Of one schema: what stands at its nodes, by pointer. */
export type SchemaLines = SourceMap["schemas"][string];

/** What stands at a pointer of one schema. */
export type LinesAt = (pointer: string) => SourceLines | undefined;

export const linesOf = ({ schemas }: SourceMap, schemaPath: string): SchemaLines | undefined =>
  Object.hasOwn(schemas, schemaPath) ? schemas[schemaPath] : undefined;

export const linesAt =
  (lines: SchemaLines | undefined): LinesAt =>
  (pointer) =>
    lines && Object.hasOwn(lines, pointer) ? lines[pointer] : undefined;

/** Undefined for what is no source map. */
export function toSourceMap(value: unknown): SourceMap | undefined {
  if (!isObject(value) || !isObject(value.schemas) || !isObject(value.defects)) return undefined;
  const schemas = Object.values(value.schemas);
  const { underived = {} } = value;
  const fits =
    isObject(underived) &&
    Object.values(underived).every((status) => status === "stale" || status === "left-out") &&
    Object.values(value.defects).every((lines) => isObject(lines) && Object.values(lines).every(isLine)) &&
    schemas.every((nodes) => isObject(nodes) && Object.values(nodes).every(isSourceLines));
  return fits ? (value as unknown as SourceMap) : undefined;
}

const isLine = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) > 0;

const isSourceLines = (value: unknown): boolean =>
  isObject(value) &&
  Object.entries(value).every(([key, item]) =>
    key === "values" ? isObject(item) && Object.values(item).every((text) => typeof text === "string") : isLine(item),
  );
