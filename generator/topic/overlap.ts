/** Which text two patterns have in common: their automata read one text in step until both have taken it. */

import type { PatternPart, TopicPattern } from "../../templates/runtime/topic-pattern.js";
import { type Automaton, automatonOf } from "./automaton.js";

/** A shortest text that is a topic of both, or undefined if there is none. */
export function commonTopic(a: TopicPattern, b: TopicPattern): string | undefined {
  if (partAtOnce(a, b)) return undefined;
  const [left, right] = [automatonOf(a), automatonOf(b)];
  const characters = alphabet(left, right);
  const seen = new Set<string>();
  let found = left.starts.flatMap((one) => right.starts.map((other) => ({ one, other, text: "" })));
  while (found.length > 0) {
    const reached: typeof found = [];
    for (const { one, other, text } of found) {
      if (left.takes(one) && right.takes(other)) return text;
      for (const character of characters)
        for (const next of left.step(one, character))
          for (const along of right.step(other, character)) {
            const key = `${next} ${along}`;
            if (seen.has(key)) continue;
            seen.add(key);
            reached.push({ one: next, other: along, text: text + character });
          }
    }
    found = reached;
  }
  return undefined;
}

/** Could one text be a topic of both? */
export const overlap = (a: readonly TopicPattern[], b: readonly TopicPattern[]): boolean =>
  a.some((one) => b.some((other) => commonTopic(one, other) !== undefined));

/** Do they begin, or end, with literals that differ? So it is with most pairs of a line. */
function partAtOnce({ parts: own }: TopicPattern, { parts: others }: TopicPattern): boolean {
  const [head, otherHead] = [literalOf(own[0]), literalOf(others[0])];
  const [tail, otherTail] = [literalOf(own.at(-1)), literalOf(others.at(-1))];
  return (
    !(head.startsWith(otherHead) || otherHead.startsWith(head)) ||
    !(tail.endsWith(otherTail) || otherTail.endsWith(tail))
  );
}

const literalOf = (part: PatternPart | undefined): string =>
  part !== undefined && "literal" in part ? part.literal : "";

/** What the patterns name, and one character that stands for all others. */
function alphabet({ characters: own }: Automaton, { characters: others }: Automaton): Set<string> {
  const isFree = (character: string): boolean => character !== "." && !own.has(character) && !others.has(character);
  const free = [..."xyzXYZ"].find(isFree) ?? everyCharacter().find(isFree);
  return new Set([...(free === undefined ? [] : [free]), ...own, ...others]);
}

const everyCharacter = (): string[] => Array.from({ length: 0x10000 }, (_, unit) => String.fromCharCode(unit));
