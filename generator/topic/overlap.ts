/**
 * Which text two patterns have in common. Each pattern is an automaton over characters that takes exactly the topics that `matchPattern` takes; both
 * read one text in step until both have taken it.
 */

import type { PatternPart, TopicPattern } from "../../templates/runtime/topic-pattern.js";
import { literalBehind } from "./pattern.js";

/** A shortest text that is a topic of both, or undefined if there is none. */
export function commonTopic(a: TopicPattern, b: TopicPattern): string | undefined {
  if (partAtOnce(a, b)) return undefined;
  const [left, right] = [createAutomaton(a), createAutomaton(b)];
  const characters = alphabet(a, b);
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
function alphabet(a: TopicPattern, b: TopicPattern): Set<string> {
  const named = new Set(
    [...a.parts, ...b.parts].flatMap((part) => [...textsOf(part)].flatMap((text) => text.split(""))),
  );
  const isFree = (character: string): boolean => character !== "." && !named.has(character);
  const other = [..."xyzXYZ"].find(isFree) ?? everyCharacter().find(isFree);
  return new Set(other === undefined ? named : [other, ...named]);
}

const everyCharacter = (): string[] => Array.from({ length: 0x10000 }, (_, unit) => String.fromCharCode(unit));

const textsOf = (part: PatternPart): Iterable<string> => ("literal" in part ? [part.literal] : (part.values ?? []));

interface Automaton {
  readonly starts: readonly number[];
  step(state: number, character: string): readonly number[];
  /** May the text end here? */
  takes(state: number): boolean;
}

function createAutomaton({ parts }: TopicPattern): Automaton {
  const steps: ((character: string) => readonly number[])[] = [() => []];
  const END = 0;
  const ends = new Set([END]);
  const state = (step: (character: string) => readonly number[]): number => {
    const known = new Map<string, readonly number[]>();
    return (
      steps.push((character) => {
        const next = known.get(character) ?? step(character);
        known.set(character, next);
        return next;
      }) - 1
    );
  };
  /** States from which a text is taken whose rest `next` takes. */
  const literal = (text: string, next: readonly number[]): readonly number[] =>
    text.split("").reduceRight((rest, own) => [state((character) => (character === own ? rest : []))], next);

  /** A slot that takes any text, together with the literal that ends it: states say how much of that has been read. */
  const openSlot = (behind: string, next: readonly number[]): readonly number[] => {
    const first = steps.length;
    for (let read = 0; read < behind.length; read += 1)
      state((character) => {
        const text = behind.slice(0, read) + character;
        // What can no longer begin the literal belongs to the slot.
        let given = 0;
        while (!behind.startsWith(text.slice(given))) given += 1;
        if (text.slice(0, given).includes(".")) return [];
        return text.length - given === behind.length ? next : [first + text.length - given];
      });
    return [state((character) => (character === "." ? [] : [first]))];
  };
  const lastSlot = (): readonly number[] => {
    const own = state((character) => (character === "." ? [] : [own]));
    ends.add(own);
    return [state((character) => (character === "." ? [] : [own]))];
  };
  const read = (index: number): readonly number[] => {
    const part = parts[index];
    if (part === undefined) return [END];
    if ("literal" in part) return literal(part.literal, read(index + 1));
    const behind = literalBehind(parts, index);
    if (part.values !== undefined) {
      const next = read(index + 1);
      return [...part.values].flatMap((value) => literal(value, next));
    }
    return behind === undefined ? lastSlot() : openSlot(behind, read(index + 2));
  };
  const starts = read(0);
  return { starts, step: (from, character) => steps[from]?.(character) ?? [], takes: (at) => ends.has(at) };
}
