/** A pattern as a machine that reads a text character by character, and takes it exactly if `matchPattern` does. */

import type { PatternPart, TopicPattern } from "../../templates/runtime/topic-pattern.js";
import { literalBehind } from "./pattern.js";

export interface Automaton {
  readonly starts: readonly number[];
  /** Characters that the pattern names; it treats all others alike, but for the dot. */
  readonly characters: ReadonlySet<string>;
  step(state: number, character: string): readonly number[];
  /** May the text end here? */
  takes(state: number): boolean;
}

type Step = (character: string) => readonly number[];

const known = new WeakMap<TopicPattern, Automaton>();

export function automatonOf(pattern: TopicPattern): Automaton {
  const automaton = known.get(pattern) ?? createAutomaton(pattern);
  known.set(pattern, automaton);
  return automaton;
}

function createAutomaton({ parts }: TopicPattern): Automaton {
  const steps: Step[] = [() => []];
  const END = 0;
  const ends = new Set([END]);
  const state = (step: Step): number => steps.push(step) - 1;
  /** States from which one of the texts is taken, then what `next` takes. Texts that begin alike share their states. */
  const oneOf = (texts: readonly string[], next: readonly number[]): readonly number[] => {
    const rests = new Map<string, string[]>();
    for (const text of texts)
      if (text !== "") rests.set(text.charAt(0), [...(rests.get(text.charAt(0)) ?? []), text.slice(1)]);
    const behind = new Map([...rests].map(([character, rest]) => [character, oneOf(rest, next)]));
    const more = behind.size === 0 ? [] : [state((character) => behind.get(character) ?? [])];
    return texts.includes("") ? [...more, ...next] : more;
  };
  /** A slot that takes any text, together with the literal that ends it: states say how much of that has been read. */
  const openSlot = (behind: string, next: readonly number[]): readonly number[] => {
    const first = steps.length;
    for (let read = 0; read < behind.length; read += 1) state(stepOfSearch(behind, read, first, next));
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
    if ("literal" in part) return oneOf([part.literal], read(index + 1));
    const behind = literalBehind(parts, index);
    if (part.values === undefined) return behind === undefined ? lastSlot() : openSlot(behind, read(index + 2));
    return oneOf([...part.values], read(index + 1));
  };
  const starts = read(0);
  return {
    starts,
    characters: new Set(parts.flatMap((part) => [...textsOf(part)].flatMap((text) => text.split("")))),
    step: (from, character) => steps[from]?.(character) ?? [],
    takes: (at) => ends.has(at),
  };
}

/** One step of the search for a literal of which so much has been read; `first`: the state in which nothing has. */
function stepOfSearch(literal: string, read: number, first: number, found: readonly number[]): Step {
  const step: Step = (character) => {
    const text = literal.slice(0, read) + character;
    // What can no longer begin the literal belongs to the slot in front of it.
    let given = 0;
    while (!literal.startsWith(text.slice(given))) given += 1;
    if (text.slice(0, given).includes(".")) return [];
    return text.length - given === literal.length ? found : [first + text.length - given];
  };
  const next = new Map<string, readonly number[]>();
  return (character) => {
    const states = next.get(character) ?? step(character);
    next.set(character, states);
    return states;
  };
}

const textsOf = (part: PatternPart): Iterable<string> => ("literal" in part ? [part.literal] : (part.values ?? []));
