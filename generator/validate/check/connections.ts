/** What the frames of a connection are checked against. */

import type { Proofs } from "../proof/proof-module.js";
import type { SourcePlan } from "./block-result.js";
import type { LineCheck } from "./line-check.js";
import { type LineChoice, nameOf } from "./line-choice.js";

export interface Connection {
  /** Undefined: no line knows its frames. */
  readonly check: LineCheck | undefined;
  /** Undefined: its messages cannot be proven from their bytes. */
  readonly proofs: Proofs | undefined;
}

export interface Connections {
  of(name: string): Connection;
  /** It is opened or closed: what follows under its name may have another URL. */
  forget(name: string): void;
}

/** `urls`: by connection, as the records tell them while they are read. */
export function createConnections(
  { choice, byUrl, proofs }: SourcePlan,
  urls: Readonly<Record<string, string>>,
  checkOf: (choice: LineChoice) => LineCheck | undefined,
): Connections {
  const connections = new Map<string, Connection>();
  // Frames of one connection follow each other: the last answer is looked at before the map.
  let lastName: string | undefined;
  let last: Connection = { check: undefined, proofs: undefined };
  const decide = (name: string): Connection => {
    const url = urls[name];
    const decided = url !== undefined && Object.hasOwn(byUrl, url) ? byUrl[url] : choice;
    const check = decided && checkOf(decided);
    return { check, proofs: check && proofs[nameOf(check.choice)] };
  };
  return {
    of(name) {
      if (name !== lastName) {
        lastName = name;
        last = connections.get(name) ?? decide(name);
        connections.set(name, last);
      }
      return last;
    },
    forget(name) {
      connections.delete(name);
      lastName = undefined;
    },
  };
}
