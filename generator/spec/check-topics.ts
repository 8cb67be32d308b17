/** Faults of a line's topics: patterns that cannot be read, and topics that nothing tells apart. */

import { parsePattern, type TopicPattern } from "../../templates/runtime/topic-pattern.js";
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
        checkPattern(parsePattern(text, closed), ["topics", index, member, at], file),
      ),
    ),
  );
  const ofSilent = silentTopicsOf(file).flatMap(({ topics }, index) =>
    topics.flatMap((text, at) =>
      checkPattern(parsePattern(text, closed), ["subscription", "silent", index, "topics", at], file),
    ),
  );
  faults.push(...ofSilent);
  // A fault of a slot is one, in however many topics the slot stands.
  const places = faults.map(({ path }) => path.join("/"));
  const own = faults.filter(({ path }, index) => path[0] !== "slots" || places.indexOf(path.join("/")) === index);
  return own.length > 0 ? own : checkPairs(file);
}

function checkPattern(pattern: TopicPattern, path: Path, file: LineFile): Fault[] {
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
  return [...valueFaults(pattern, file.slots)].map(
    ({ slot, place, message, fix }): Fault => ({ path: ["slots", slot, ...place], message, fix }),
  );
}

/** Topics of which one text could be either, and no rule says which. */
function checkPairs(file: LineFile): Fault[] {
  const closed = closedSlots(file);
  const topics = file.topics.map((entry) => ({
    entry,
    patterns: entry.topics.map((text) => parsePattern(text, closed)),
  }));
  return topics.flatMap(({ entry, patterns }, index) =>
    topics.slice(0, index).flatMap((earlier): Fault[] => {
      if (areToldApart(earlier.entry, entry)) return [];
      for (const [at, pattern] of patterns.entries())
        for (const other of earlier.patterns) {
          const text = commonTopic(other, pattern);
          if (text === undefined) continue;
          const fix = "Close a slot by `values`, or tell the messages apart by `forms`.";
          const first = `"${earlier.entry.name}", ${other.text}`;
          const message = `"${text}" is a topic of ${first}, and of "${entry.name}", ${pattern.text}.`;
          return [{ path: ["topics", index, "topics", at], message, fix }];
        }
      return [];
    }),
  );
}

/** By more than the text of the topic. The router tries them in their order. */
function areToldApart(earlier: TopicEntry, later: TopicEntry): boolean {
  if (connectionsOf(earlier).every((connection) => !connectionsOf(later).includes(connection))) return true;
  if (earlier.selector?.pointer !== later.selector?.pointer) return true;
  // Without a discriminator it takes every message; with another one, or other values of it, it leaves some.
  if (earlier.forms === undefined) return false;
  const values = new Set(Object.values(earlier.forms.values));
  return (
    later.forms?.discriminator !== earlier.forms.discriminator ||
    !Object.values(later.forms.values).some((value) => values.has(value))
  );
}
