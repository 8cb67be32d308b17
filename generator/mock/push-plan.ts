/** What the faults of a push make of it: which frames are sent in its place, and whether the connection outlives it. */

import type { FaultName } from "./fault-names.js";
import type { Fault } from "./faults.js";

export interface PushPlan {
  readonly frames: readonly PlannedFrame[];
  /** A push that is kept back: it goes out behind the next one. */
  readonly late: string | undefined;
  /** What happens to the connection after the frames. */
  readonly end?:
    | { readonly kind: "drop" | "freeze" }
    | { readonly kind: "close"; readonly code: number; readonly reason: string };
}

export interface PlannedFrame {
  readonly text: string;
  /** The fault that made or changed it. */
  readonly fault?: FaultName;
}

const OVERSIZED_BYTES = 20 * 1024 * 1024;
const GARBAGE = '\u0000{"no JSON';
const UNDOCUMENTED = "wireloom.unknown";

/** `late`: the push that was kept back before. */
export function planPush(text: string, faults: readonly Fault[], late: string | undefined): PushPlan {
  const extra: PlannedFrame[] = [];
  const copies = [text];
  let changed: FaultName | undefined;
  let isLate = false;
  for (const { fault, code = 1001, reason = "", bytes = OVERSIZED_BYTES } of faults) {
    switch (fault) {
      case "drop":
        return { frames: extra, late, end: { kind: "drop" } };
      case "close":
        return { frames: extra, late, end: { kind: "close", code, reason } };
      case "half-open":
        return { frames: extra, late, end: { kind: "freeze" } };
      case "sequence-gap":
        return { frames: extra, late };
      case "duplicate":
        copies.push(text);
        changed = fault;
        break;
      case "wrong-type":
        copies[0] = withWrongType(text);
        changed = fault;
        break;
      case "unknown-topic":
        extra.push({ text: JSON.stringify({ topic: UNDOCUMENTED, e: UNDOCUMENTED, data: [] }), fault });
        break;
      case "oversized-frame":
        extra.push({ text: JSON.stringify({ topic: UNDOCUMENTED, data: "x".repeat(bytes) }), fault });
        break;
      case "garbage":
        extra.push({ text: GARBAGE, fault });
        break;
      case "out-of-order":
        isLate = true;
        break;
      default:
      // The others last as long as the connection.
    }
  }
  if (isLate) return { frames: extra, late: text };
  const before: PlannedFrame[] = late === undefined ? [] : [{ text: late, fault: "out-of-order" }];
  const own = copies.map((copy) => ({ text: copy, ...(changed === undefined ? {} : { fault: changed }) }));
  return { frames: [...extra, ...own, ...before], late: undefined };
}

/** The first number or text below the root becomes an object: no documented member is one there and the other here. */
function withWrongType(text: string): string {
  const message = JSON.parse(text) as Record<string, unknown>;
  const spoil = (node: Record<string, unknown>, depth: number): boolean => {
    for (const [key, value] of Object.entries(node)) {
      if (typeof value === "object" && value !== null) {
        if (spoil(value as Record<string, unknown>, depth + 1)) return true;
      } else if (depth > 0) {
        node[key] = { wrong: true };
        return true;
      }
    }
    return false;
  };
  spoil(message, 0);
  return JSON.stringify(message);
}
