/** A pure stage's result: relative paths with forward slashes, and their full text. */
export type OutputTree = ReadonlyMap<string, string>;
