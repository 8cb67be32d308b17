/** Recordings of several lines in one file: whose an unknown topic is. */

import type { LineSpec } from "../../spec/spec.js";
import type { CheckOf } from "./line-check.js";
import { choicesOf, nameOf } from "./line-choice.js";

/** Topics that are looked for in all lines once; a capture may make up any number. */
const MAX_KNOWN = 1000;

/** `text`: a frame with the topic. Names of the lines that would take it as a push. */
export type TopicOwners = (topic: string, text: string) => readonly string[];

export function createTopicOwners(lines: readonly LineSpec[], checkOf: CheckOf): TopicOwners {
  const known = new Map<string, readonly string[]>();
  return (topic, text) => {
    const owners =
      known.get(topic) ??
      lines
        .flatMap(choicesOf)
        .filter((choice) => checkOf(choice)?.route(text).kind === "push")
        .map(nameOf);
    if (known.size < MAX_KNOWN) known.set(topic, owners);
    return owners;
  };
}
