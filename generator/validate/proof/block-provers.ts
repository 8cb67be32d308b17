/** The provers of a block: whose turn it is, and that their events come in the order of the frames. */

import type { EventWriter } from "../events/event-log.js";
import type { Proofs } from "./proof-module.js";
import { createProver, type IsFirstPush, type ProvenForm, type Prover } from "./prover.js";

export interface BlockProvers {
  /** The prover of these proofs is the one at hand from now on; without proofs there is none. */
  use(proofs: Proofs | undefined): Prover | undefined;
  /** Writes the events of the one at hand: before any other event is written. */
  flush(): void;
  /** Whoever says which push is the first of its topic may say otherwise from now on. */
  forgetPushes(): void;
  /** What all of them proved, at the end of the block. */
  take(): ProvenForm[];
}

/** Makes the provers of one thread, each once: the memory of one is a megabyte. */
export function createProvers(maxLine: number): (events: EventWriter, isFirst: IsFirstPush) => BlockProvers {
  const provers = new Map<string, Prover>();
  const proverOf = (proofs: Proofs): Prover => {
    const prover = provers.get(proofs.key) ?? createProver(proofs, maxLine);
    provers.set(proofs.key, prover);
    return prover;
  };
  return (events, isFirst) => {
    const begun = new Set<Prover>();
    let used: Proofs | undefined;
    let current: Prover | undefined;
    return {
      use(proofs) {
        if (proofs === used) return current;
        current?.flush();
        used = proofs;
        current = proofs && proverOf(proofs);
        if (current && !begun.has(current)) {
          begun.add(current);
          current.begin(events, isFirst);
        }
        return current;
      },
      flush: () => current?.flush(),
      forgetPushes() {
        for (const prover of begun) prover.forgetPushes();
      },
      take: () => [...begun].flatMap((prover) => prover.take()),
    };
  };
}
