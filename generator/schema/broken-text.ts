/**
 * Half characters: a surrogate without its other half comes from a JSON escape only, and no UTF-8 file, name or
 * reference can hold it.
 */

export interface BrokenText {
  readonly path: readonly (string | number)[];
  /** The member's name is broken, not its value. */
  readonly atName: boolean;
}

export const isBroken = (text: string): boolean => /\p{Surrogate}/u.test(text);

/** Of plain data, in its order. */
export function findBrokenText(root: unknown): BrokenText[] {
  const found: BrokenText[] = [];
  const visit = (value: unknown, path: readonly (string | number)[]): void => {
    if (typeof value === "string" && isBroken(value)) found.push({ path, atName: false });
    if (typeof value !== "object" || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      const below = [...path, Array.isArray(value) ? Number(key) : key];
      if (isBroken(key)) found.push({ path: below, atName: true });
      visit(inner, below);
    }
  };
  visit(root, []);
  return found;
}

/** As diagnostics say it. */
export const BROKEN_TEXT = {
  message: "The text has half a character: a surrogate (\\ud800 to \\udfff) without its other half.",
  fix: "Write the whole character, or both of its halves.",
} as const;
