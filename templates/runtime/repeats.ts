/** Records that come twice, on topics that say what tells them apart: an exchange that sends one again means the same. */

import { pathOf, valueAt } from "./pointer.js";
import type { TopicFacts } from "./protocol.js";
import type { Push } from "./topic-index.js";

/** Of one topic as it is pushed. The oldest are forgotten. */
const MEMORY = 10_000;

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
  const seen = new Map<string, Set<string>>();
  return ({ topic, topicText, message }) => {
    const identity = identities.get(topic);
    const records = identity && valueAt(message, identity.path);
    if (!identity || !Array.isArray(records) || records.length === 0) return false;
    const keys = seen.get(topicText) ?? new Set<string>();
    seen.set(topicText, keys);
    const before = keys.size;
    let known = 0;
    for (const record of records as readonly unknown[]) {
      const values = identity.members.map((member) => valueAt(record, [member]));
      // Without all of them, nobody can tell.
      if (values.includes(undefined)) continue;
      const key = values.join("\n");
      if (keys.has(key)) known += 1;
      keys.add(key);
    }
    for (const key of keys) {
      if (keys.size <= MEMORY || before === keys.size) break;
      keys.delete(key);
    }
    return known === records.length;
  };
}
