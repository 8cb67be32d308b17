/** Faults of a line's topics: patterns that cannot be read, and topics that nothing tells apart. */

import { listedOn, parsePattern, type TopicPattern } from "../../templates/runtime/topic-pattern.js";
import { suggest } from "../diagnostics/suggest.js";
import { commonTopic } from "../topic/overlap.js";
import { closedSlots, slotNames } from "../topic/pattern.js";
import { patternFaults, valueFaults } from "../topic/pattern-faults.js";
import type { Fault, Path } from "./config-fault.js";
import { connectionsOf, type LineFile, silentTopicsOf, type TopicEntry } from "./line-file.js";

export function checkTopics(file: LineFile): Fault[] {
  const closed = closedSlots(file);
  const faults = file.topics.flatMap((topic, index) =>
    (["topics", "subscribe"] as const).flatMap((member) =>
      (topic[member] ?? []).flatMap((text, at) =>
        checkPattern(parsePattern(text, closed), connectionsOf(topic), ["topics", index, member, at], file),
      ),
    ),
  );
  const ofSilent = silentTopicsOf(file).flatMap((topic, index) =>
    topic.topics.flatMap((text, at) =>
      checkPattern(
        parsePattern(text, closed),
        connectionsOf(topic),
        ["subscription", "silent", index, "topics", at],
        file,
      ),
    ),
  );
  faults.push(...ofSilent);
  // A fault of a slot is one, in however many topics the slot stands.
  const places = faults.map(({ path }) => path.join("/"));
  const own = faults.filter(({ path }, index) => path[0] !== "slots" || places.indexOf(path.join("/")) === index);
  return own.length > 0 ? own : checkPairs(file);
}

/** `connections`: of the topic. */
function checkPattern(pattern: TopicPattern, connections: readonly string[], path: Path, file: LineFile): Fault[] {
  const known = Object.keys(file.slots);
  const own = patternFaults(pattern).map((fault): Fault => ({ path, ...fault }));
  const unknown = slotNames(pattern.text)
    .filter((slot) => !known.includes(slot))
    .map((slot): Fault => {
      const fix =
        known.length > 0 ? `${suggest(slot, known)} Or define it below \`slots\`.` : "Define it below `slots`.";
      return { path, message: `The slot "{${slot}}" is not defined.`, fix };
    });
  const faults = [...own, ...unknown];
  if (faults.length > 0) return faults;
  const ofValues = [...valueFaults(pattern, file.slots)].map(
    ({ slot, place, message, fix }): Fault => ({ path: ["slots", slot, ...place], message, fix }),
  );
  return [...ofValues, ...slotNames(pattern.text).flatMap((slot) => missingLists(slot, connections, file))];
}

/** Connections of a topic on which nothing can stand in its slot: values are by connection, and it has none. */
function missingLists(slot: string, connections: readonly string[], { slots }: LineFile): Fault[] {
  const list = Object.hasOwn(slots, slot) ? slots[slot]?.values : undefined;
  if (list === undefined) return [];
  return connections
    .filter((connection) => listedOn(list, connection).length === 0)
    .map((connection) => ({
      path: ["slots", slot, "values", connection],
      message: `{${slot}} has no values on ${connection}, where a topic has it.`,
      fix: `Add \`${connection}: [...]\` with what the pages list, or take the connection from the topic.`,
    }));
}

/** Topics of which one text could be either, and no rule says which. */
function checkPairs(file: LineFile): Fault[] {
  const closed = closedSlots(file);
  return file.topics.flatMap((entry, index) =>
    file.topics.slice(0, index).flatMap((earlier): Fault[] => {
      if (areToldApart(earlier, entry)) return [];
      for (const connection of sharedConnections(earlier, entry))
        for (const [at, pattern] of entry.topics.entries())
          for (const other of earlier.topics) {
            const read = (text: string): TopicPattern => parsePattern(text, closed, connection);
            const text = commonTopic(read(other), read(pattern));
            if (text === undefined) continue;
            const fix = "Close a slot by `values`, or tell the messages apart by `forms`.";
            const message = `"${text}" is a topic of "${earlier.name}", ${other}, and of "${entry.name}", ${pattern}.`;
            return [{ path: ["topics", index, "topics", at], message, fix }];
          }
      return [];
    }),
  );
}

const sharedConnections = (a: TopicEntry, b: TopicEntry): string[] =>
  connectionsOf(a).filter((connection) => connectionsOf(b).includes(connection));

/** By more than the text of the topic. The router tries them in their order. */
function areToldApart(earlier: TopicEntry, later: TopicEntry): boolean {
  if (earlier.selector?.pointer !== later.selector?.pointer) return true;
  // Without a discriminator it takes every message; with another one, or other values of it, it leaves some.
  if (earlier.forms === undefined) return false;
  const values = new Set(Object.values(earlier.forms.values));
  return (
    later.forms?.discriminator !== earlier.forms.discriminator ||
    !Object.values(later.forms.values).some((value) => values.has(value))
  );
}
