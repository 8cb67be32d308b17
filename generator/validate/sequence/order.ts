/** A delta needs its snapshot, and a sequence number never goes back. */

import { PUSH_FLAG } from "../events.js";
import { type AddFinding, placeOf, type SequenceCheck } from "./replay.js";

interface TopicState {
  hasSnapshot: boolean;
  sequence: number;
}

export function createOrderCheck(add: AddFinding, checks: { snapshot: boolean; sequence: boolean }): SequenceCheck {
  const connections = new Map<string, Map<string, TopicState>>();
  return {
    open({ connection }) {
      connections.delete(connection);
    },
    request(kind, _correlation, topics, { connection }) {
      // A new subscription starts with a new snapshot.
      if (kind === "unsubscribe") for (const topic of topics) connections.get(connection)?.delete(topic);
    },
    push({ form, key, sequence, flags }, context) {
      let topics = connections.get(context.connection);
      if (!topics) {
        topics = new Map();
        connections.set(context.connection, topics);
      }
      let state = topics.get(key);
      if (!state) {
        state = { hasSnapshot: false, sequence: NaN };
        topics.set(key, state);
      }
      if ((flags & PUSH_FLAG.snapshot) !== 0) state.hasSnapshot = true;
      else if (checks.snapshot && (flags & PUSH_FLAG.delta) !== 0 && !state.hasSnapshot) {
        // A recording that begins in the middle of a connection shows nothing wrong.
        const severity = context.opened ? "error" : "info";
        const got = context.opened ? "a delta first" : "a recording that begins later";
        const expected = "a snapshot before the first delta";
        add(
          { code: "delta-before-snapshot", severity, keyword: "snapshot", form, expected, got, value: key },
          placeOf(context),
        );
      }
      if (!checks.sequence || Number.isNaN(sequence)) return;
      if (sequence < state.sequence)
        add(
          {
            code: "sequence-went-back",
            severity: "error",
            keyword: "sequence",
            form,
            pointer: form.push?.entry?.sequence?.pointer ?? "",
            expected: "a number that never goes back on its topic",
            got: "a lower one",
            value: `${key}: ${state.sequence} then ${sequence}`,
          },
          placeOf(context),
        );
      state.sequence = sequence;
    },
  };
}
