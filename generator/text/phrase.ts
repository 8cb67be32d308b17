/** Phrases in which `*` is any text; upper and lower case are the same. */

export function matchesPhrase(phrase: string, text: string): boolean {
  const pattern = patterns.get(phrase) ?? patternOf(phrase);
  patterns.set(phrase, pattern);
  return pattern.test(text);
}

/** Phrases come from a file of people's: there are few, and each is asked of many texts. */
const patterns = new Map<string, RegExp>();

function patternOf(phrase: string): RegExp {
  const literals = phrase.split("*").map((literal) => literal.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&"));
  return new RegExp(`^${literals.join(".*")}$`, "is");
}
