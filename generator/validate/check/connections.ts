/** What the frames of a connection are checked against. */

import { urlOf } from "../../capture/session.js";
import type { Proofs } from "../proof/proof-module.js";
import type { SourcePlan } from "./block-result.js";
import { endpointKey, endpointOfKey } from "./endpoint.js";
import type { LineCheck } from "./line-check.js";
import { type LineChoice, nameOf } from "./line-choice.js";

export interface Connection {
  /** Undefined: no line knows its frames. */
  readonly check: LineCheck | undefined;
  /** Undefined: its messages cannot be proven from their bytes. */
  readonly proofs: Proofs | undefined;
  /** Nobody has decided yet which line its endpoint speaks. */
  readonly isUndecided: boolean;
  /** Without its query; undefined where nobody knows it. */
  readonly endpoint: string | undefined;
}

/** By name, as it is addressed while its frames are read. */
export type Connections = (name: string) => Connection;

interface Known extends Connection {
  readonly name: string;
  readonly url: string | undefined;
}

/** `urls`: by connection, as the records tell them while they are read. */
export function createConnections(
  { choices, rest, proofs }: SourcePlan,
  urls: Readonly<Record<string, string>>,
  checkOf: (choice: LineChoice) => LineCheck | undefined,
): Connections {
  const connections = new Map<string, Known>();
  // Frames of one connection follow each other: the last answer is looked at before the map.
  let last: Known | undefined;
  const decide = (name: string, url: string | undefined): Known => {
    const key = endpointKey(name, url);
    const choice = choices.has(key) ? choices.get(key) : rest?.choice;
    const check = choice && checkOf(choice);
    return {
      name,
      url,
      check,
      proofs: check && proofs.get(nameOf(check.choice)),
      isUndecided: !choices.has(key) && !rest,
      endpoint: endpointOfKey(key),
    };
  };
  return (name) => {
    const url = urlOf(urls, name);
    if (last?.name === name && last.url === url) return last;
    const known = connections.get(name);
    last = known?.url === url && known ? known : decide(name, url);
    connections.set(name, last);
    return last;
  };
}
