/** Values of a message in words. */

const LONGEST_VALUE = 60;

/** The type of a value as JSON Schema names it, integers apart. */
export function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  if (typeof value === "number") {
    if (!Number.isFinite(value)) return "a number beyond 1e308";
    return Number.isInteger(value) ? "integer" : "number";
  }
  if (value === "") return "empty string";
  return typeof value === "undefined" ? "nothing" : typeof value;
}

/** The value itself as JSON, cut; the kind of what has parts. */
export function shortValue(value: unknown): string {
  if (typeof value === "object" || value === undefined) return kindOf(value);
  const text = JSON.stringify(value) ?? kindOf(value);
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE - 1)}…` : text;
}

/** Whether words for what came are the value itself, or else its kind. */
export const showsValue = (got: string): boolean => /^["\d-]/.test(got);
