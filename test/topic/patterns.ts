/** Random topic patterns and texts near them, over few characters, so that literals, values and texts meet. */

import fc from "fast-check";
import { canStand, literalBehind } from "../../generator/topic/pattern.js";
import { patternFaults } from "../../generator/topic/pattern-faults.js";
import { type ClosedSlots, parsePattern, type TopicPattern } from "../../templates/runtime/topic-pattern.js";

export interface PatternCase {
  readonly pattern: TopicPattern;
  readonly closed: ClosedSlots;
  /** What stands between the dots, the slots and the literals of the pattern, in other orders and numbers. */
  readonly texts: readonly string[];
}

const text = (alphabet: string, minLength: number, maxLength: number): fc.Arbitrary<string> =>
  fc.array(fc.constantFrom(...alphabet), { minLength, maxLength }).map((characters) => characters.join(""));

/** A pattern that a line file may hold. */
export function anyPattern(alphabet: string): fc.Arbitrary<{ pattern: TopicPattern; closed: ClosedSlots }> {
  const word = alphabet.replace(".", "");
  const part = fc.oneof(
    { weight: 3, arbitrary: text(alphabet, 1, 3) },
    { weight: 3, arbitrary: fc.constant(undefined) },
    { weight: 2, arbitrary: fc.array(text(word, 1, 2), { minLength: 1, maxLength: 3 }) },
  );
  return fc
    .array(part, { minLength: 1, maxLength: 5 })
    .map((parts) => {
      const written = parts.map((each, index) => (typeof each === "string" ? each : `{s${index}}`)).join("");
      const { parts: read } = parsePattern(written);
      const closed: Record<string, readonly string[]> = {};
      for (const [index, each] of read.entries()) {
        const values = "slot" in each ? parts[Number(each.slot.slice(1))] : undefined;
        if (!("slot" in each) || !Array.isArray(values)) continue;
        const standing = values.filter((value) => canStand(value, literalBehind(read, index)));
        if (standing.length > 0) closed[each.slot] = standing;
      }
      return { pattern: parsePattern(written, closed), closed };
    })
    .filter(({ pattern }) => patternFaults(pattern).length === 0);
}

/** Topics of the pattern, nearly topics of it, and others. */
export function anyCase(alphabet: string): fc.Arbitrary<PatternCase> {
  return anyPattern(alphabet).chain(({ pattern, closed }) => {
    const pieces = pattern.parts.map((part) =>
      "literal" in part
        ? fc.constant(part.literal)
        : fc.oneof(text(alphabet, 0, 3), ...(part.values ? [fc.constantFrom(...part.values)] : [])),
    );
    const near = fc.tuple(...pieces).map((filled) => filled.join(""));
    const nearer = fc
      .tuple(near, fc.nat(12), text(alphabet, 0, 2))
      .map(([own, at, more]) => own.slice(0, at) + more + own.slice(at));
    return fc
      .array(fc.oneof(near, near, nearer, text(alphabet, 0, 8)), { minLength: 6, maxLength: 12 })
      .map((texts) => ({ pattern, closed, texts }));
  });
}

/**
 * The semantics once more, as a search: all ways to fill the slots that give the text, in which each slot ends where the
 * literal behind it begins for the first time.
 */
export function readings({ parts }: TopicPattern, topic: string): Record<string, string>[] {
  const read = (index: number, at: number): Record<string, string>[] => {
    const part = parts[index];
    if (part === undefined) return at === topic.length ? [{}] : [];
    if ("literal" in part)
      return topic.slice(at).startsWith(part.literal) ? read(index + 1, at + part.literal.length) : [];
    const behind = literalBehind(parts, index);
    const found: Record<string, string>[] = [];
    for (let end = at + 1; end <= topic.length; end += 1) {
      const value = topic.slice(at, end);
      if (value.includes(".") || (part.values && ![...part.values].includes(value))) continue;
      const begins = (from: number): boolean => behind !== undefined && topic.slice(from).startsWith(behind);
      const isFirst = behind === undefined || [...value].every((_, offset) => offset === 0 || !begins(at + offset));
      if (isFirst) found.push(...read(index + 1, end).map((rest) => ({ [part.slot]: value, ...rest })));
    }
    return found;
  };
  return read(0, 0);
}
