/** Phrases in which `*` is any text; upper and lower case are the same. */

export function matchesPhrase(phrase: string, text: string): boolean {
  const literals = phrase.split("*").map((literal) => literal.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&"));
  return new RegExp(`^${literals.join(".*")}$`, "is").test(text);
}
