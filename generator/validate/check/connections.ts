/** What the frames of a connection are checked against. */

import { urlOf } from "../../capture/session.js";
import { TODAY } from "../../spec/topic-revisions.js";
import type { Proofs } from "../proof/proof-module.js";
import type { SourcePlan } from "./block-result.js";
import { endpointKey, endpointOfKey } from "./endpoint.js";
import { type CheckOf, checkName, type LineCheck } from "./line-check.js";

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

/** By name, as it is addressed while its frames are read; `time`: of the frame at hand, milliseconds since 1970, absent: today. */
export type Connections = (name: string, time?: number) => Connection;

interface Known extends Connection {
  readonly name: string;
  readonly url: string | undefined;
}

/** `urls`: by connection, as the records tell them while they are read. */
export function createConnections(
  { choices, rest, proofs }: SourcePlan,
  urls: Readonly<Record<string, string>>,
  checkOf: CheckOf,
): Connections {
  const connections = new Map<string, Known>();
  // Frames of one connection follow each other: the last answer is looked at before the map.
  let last: Known | undefined;
  const decide = (name: string, url: string | undefined, time: number): Known => {
    const key = endpointKey(name, url);
    const choice = choices.has(key) ? choices.get(key) : rest?.choice;
    const check = choice && checkOf(choice, time);
    return {
      name,
      url,
      check,
      proofs: check && proofs.get(checkName(check.choice, check.era)),
      isUndecided: !choices.has(key) && !rest,
      endpoint: endpointOfKey(key),
    };
  };
  return (name, time = TODAY) => {
    const url = urlOf(urls, name);
    if (last?.name === name && last.url === url && isOf(last, time)) return last;
    const known = connections.get(name);
    last = known && known.url === url && isOf(known, time) ? known : decide(name, url, time);
    connections.set(name, last);
    return last;
  };
}

/** Is the frame of the time whose schemas the check has? */
const isOf = ({ check }: Connection, time: number): boolean =>
  check === undefined || !(time < check.era.from || time >= check.era.until);
