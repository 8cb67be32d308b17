/** A delta needs its snapshot, and messages follow each other by their numbers as the line says. */

import { sequencePointer } from "../events/extractor.js";
import { PUSH_FLAG } from "../events/layout.js";
import { type AddFinding, type EventContext, type PushCheck, type PushEvent, placeOf } from "./check.js";

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
    push(push, context) {
      const { form, stream, sequence, flags } = push;
      if ((flags & PUSH_FLAG.snapshot) !== 0) stream.hasSnapshot = true;
      else if (checks.snapshot && (flags & PUSH_FLAG.delta) !== 0 && !stream.hasSnapshot && !stream.isForgotten) {
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
      // The whole state begins anew, also where the server did.
      const isWhole = (flags & (PUSH_FLAG.snapshot | PUSH_FLAG.wholeBook)) !== 0;
      if (!isWhole && !Number.isNaN(stream.sequence)) {
        const isCounted = form.push?.entry?.records?.version !== undefined;
        if (isCounted) compareCounted(push, context, add);
        else if (sequence < stream.sequence)
          addFault(push, context, add, {
            code: "sequence-went-back",
            expected: "a number that never goes back on its topic",
            got: "a lower one",
          });
      }
      stream.sequence = sequence;
      stream.base = push.base;
    },
  };
}

/** Each message has the number of the last one and one more, as long as they count from one snapshot. */
function compareCounted(push: PushEvent, context: EventContext, add: AddFinding): void {
  const { sequence, base, stream } = push;
  const expected = "one more than in the last message";
  const fault = (got: string): void => addFault(push, context, add, { code: "sequence-gap", expected, got });
  if (base !== stream.base && !(Number.isNaN(base) && Number.isNaN(stream.base)))
    fault("a count from another snapshot, which did not come");
  // It was applied already.
  else if (sequence === stream.sequence || sequence === stream.sequence + 1) return;
  else fault(sequence > stream.sequence ? "a number that leaves others out" : "a lower one");
}

function addFault(
  { form, stream, sequence }: PushEvent,
  context: EventContext,
  add: AddFinding,
  { code, expected, got }: { readonly code: string; readonly expected: string; readonly got: string },
): void {
  const pointer = sequencePointer(form.push?.entry) ?? "";
  stream.isBroken = true;
  const value = `${stream.key}: ${stream.sequence} then ${sequence}`;
  add({ code, severity: "error", keyword: "sequence", form, pointer, expected, got, value }, placeOf(context));
}
