import type { EnumKeyword } from "./json-schema.js";

/** The documented values of one JavaScript type. Some lists name words where the wire has numbers: those say nothing about numbers. */
export function valuesLike(keyword: EnumKeyword, type: "string"): string[];
export function valuesLike(keyword: EnumKeyword, type: "number"): number[];
export function valuesLike(keyword: EnumKeyword, type: string): unknown[];
export function valuesLike({ values }: EnumKeyword, type: string): unknown[] {
  return values.filter((value) => typeof value === type);
}
