/** A delta needs its snapshot, and a sequence number never goes back. */

import { PUSH_FLAG } from "../events/event-log.js";
import { type AddFinding, type PushCheck, placeOf } from "./check.js";

export function createOrderCheck(add: AddFinding, checks: { snapshot: boolean; sequence: boolean }): PushCheck {
  return {
    request(kind, _correlation, topics, { connection }) {
      // A new subscription starts with a new snapshot. Its sequence starts anew as well.
      if (kind !== "unsubscribe") return;
      for (const topic of topics) {
        const stream = connection.streams.get(topic);
        if (!stream) continue;
        stream.hasSnapshot = false;
        stream.sequence = NaN;
      }
    },
    push({ form, stream, sequence, flags }, context) {
      if ((flags & PUSH_FLAG.snapshot) !== 0) stream.hasSnapshot = true;
      else if (checks.snapshot && (flags & PUSH_FLAG.delta) !== 0 && !stream.hasSnapshot) {
        // A recording that begins in the middle of a connection shows nothing wrong.
        const severity = context.connection.opened ? "error" : "info";
        const got = context.connection.opened ? "a delta first" : "a recording that begins later";
        const expected = "a snapshot before the first delta";
        add(
          { code: "delta-before-snapshot", severity, keyword: "snapshot", form, expected, got, value: stream.key },
          placeOf(context),
        );
      }
      if (!checks.sequence || Number.isNaN(sequence)) return;
      if (sequence < stream.sequence)
        add(
          {
            code: "sequence-went-back",
            severity: "error",
            keyword: "sequence",
            form,
            pointer: form.push?.entry?.sequence?.pointer ?? "",
            expected: "a number that never goes back on its topic",
            got: "a lower one",
            value: `${stream.key}: ${stream.sequence} then ${sequence}`,
          },
          placeOf(context),
        );
      stream.sequence = sequence;
    },
  };
}
