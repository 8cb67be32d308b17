/** How much a change of the protocol matters to those who use it. */

/**
 * `breaking`: code that is right today can be wrong tomorrow. `dangerous`: messages stay what code expects, and something else can go wrong: a value that
 * nobody has met, a validator that refuses what came before. `compatible`: the same messages are valid, and there may be more to use. `docs-only`:
 * nothing but words.
 */
export type Level = "breaking" | "dangerous" | "compatible" | "docs-only";

/** The worst first. */
export const LEVELS: readonly Level[] = ["breaking", "dangerous", "compatible", "docs-only"];
