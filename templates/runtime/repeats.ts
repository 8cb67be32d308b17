/** Records that come twice, on topics that say what tells them apart: an exchange that sends one again means the same. */

import { pathOf, valueAt } from "./pointer.js";
import type { TopicFacts } from "./protocol.js";
import type { Push } from "./topic-index.js";

/** So many records of one topic are remembered at least, and twice as many at most. */
const MEMORY = 1000;

/** True for a push of which every record has come before. */
export type RepeatCheck = (push: Push) => boolean;

/** Undefined where no topic says what tells its records apart: then nothing has to be looked at. */
export function createRepeatCheck(topics: readonly TopicFacts[]): RepeatCheck | undefined {
  const identities = new Map(
    topics.flatMap(({ name, identity }) =>
      identity ? [[name, { path: pathOf(identity.records), members: identity.members }]] : [],
    ),
  );
  if (identities.size === 0) return undefined;
  const seen = new Map<string, Memory>();
  return ({ topic, topicText, message }) => {
    const identity = identities.get(topic);
    const records = identity && valueAt(message, identity.path);
    if (!identity || !Array.isArray(records) || records.length === 0) return false;
    const memory = seen.get(topicText) ?? { recent: new Map(), older: new Map() };
    seen.set(topicText, memory);
    let isRepeat = true;
    // Every one of them has to be remembered, also where one is new.
    for (const record of records as readonly unknown[])
      if (!remember(memory, record, identity.members)) isRepeat = false;
    return isRepeat;
  };
}

/**
 * By the last of the members, which tells most records apart: the others. A text that is put together from all of them would cost more than all
 * else that is done with a message. A full map takes the place of the older: taking out single keys from its front gets slower with each.
 */
interface Memory {
  recent: Map<string, string>;
  older: ReadonlyMap<string, string>;
}

/** True if it was there already; false, too, where a member is missing: then nobody can tell. */
function remember(memory: Memory, record: unknown, members: readonly string[]): boolean {
  if (typeof record !== "object" || record === null) return false;
  let others = "";
  let last: string | undefined;
  for (const member of members) {
    const value = Object.hasOwn(record, member) ? (record as Record<string, unknown>)[member] : undefined;
    if (value === undefined) return false;
    if (last !== undefined) others = others === "" ? last : `${others}\n${last}`;
    last = String(value);
  }
  if (last === undefined) return false;
  if ((memory.recent.get(last) ?? memory.older.get(last)) === others) return true;
  memory.recent.set(last, others);
  if (memory.recent.size >= MEMORY) {
    memory.older = memory.recent;
    memory.recent = new Map();
  }
  return false;
}
