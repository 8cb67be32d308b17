/** What can go wrong on a connection, as data: a script of faults, and how one connection plays it. */

import { errorsOf } from "../host/schema-check.js";
import { FAULTS, type FaultName } from "./fault-names.js";

export interface Fault {
  readonly fault: FaultName;
  /** Only here; default: everywhere. */
  readonly line?: string;
  readonly connection?: string;
  /** Pushes that go well before it. Default 0. */
  readonly after?: number;
  /** Again with every so many pushes; absent: once a connection. */
  readonly every?: number;
  /** How many connections have it, the first ones; default: all. */
  readonly connections?: number;
  readonly code?: number;
  readonly reason?: string;
  readonly ms?: number;
  readonly bytes?: number;
  /** Of HTTP. */
  readonly status?: number;
  /** As the client asks for it. */
  readonly topic?: string;
}

const whole = (minimum: number) => ({ type: "integer", minimum });
const text = { type: "string", minLength: 1 };
const range = (first: number, last: number): number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);

/** JSON Schema of a script. */
export const FAULT_SCRIPT = {
  type: "array",
  items: {
    type: "object",
    additionalProperties: false,
    required: ["fault"],
    properties: {
      fault: { enum: Object.keys(FAULTS) },
      line: text,
      connection: text,
      after: whole(0),
      every: whole(1),
      connections: whole(1),
      // What RFC 6455 lets an endpoint send.
      code: { enum: [1000, 1001, 1002, 1003, ...range(1007, 1014), ...range(3000, 4999)] },
      // A close frame has room for 123 bytes; a character may take four.
      reason: { type: "string", maxLength: 30 },
      ms: whole(0),
      bytes: { type: "integer", minimum: 1, maximum: 256 * 1024 * 1024 },
      topic: text,
      status: { type: "integer", minimum: 400, maximum: 599 },
    },
  },
};

/** What is wrong with a script: pointer and sentence of the first problem. */
export function checkScript(script: unknown): { readonly pointer: string; readonly message: string } | undefined {
  const [error] = errorsOf(FAULT_SCRIPT, script);
  if (!error) return undefined;
  const allowed =
    error.keyword !== "enum"
      ? ""
      : error.instancePath.endsWith("/code")
        ? ": 1000 to 1003, 1007 to 1014, 3000 to 4999"
        : `: ${Object.keys(FAULTS).join(", ")}`;
  return { pointer: error.instancePath, message: `${error.message ?? "is no script"}${allowed}` };
}

/** The faults of one connection. */
export interface FaultPlan {
  /** The fault that lasts as long as the connection. */
  standing(name: FaultName): Fault | undefined;
  /** The faults of the next push, counted from 1. */
  ofPush(number: number): readonly Fault[];
  refuses(topic: string): boolean;
}

/** `index`: of the connection, among those that this fault could have, from 0. */
export function planFaults(faults: readonly Fault[], line: string, connection: string, index: number): FaultPlan {
  const own = faults.filter(
    (fault) =>
      (fault.line === undefined || fault.line === line) &&
      (fault.connection === undefined || fault.connection === connection) &&
      index < (fault.connections ?? Number.POSITIVE_INFINITY),
  );
  return {
    standing: (name) => own.find(({ fault }) => fault === name),
    ofPush: (number) =>
      own.filter(({ after = 0, every }) => {
        const beyond = number - after;
        return every === undefined ? beyond === 1 : beyond >= 1 && (beyond - 1) % every === 0;
      }),
    refuses: (topic) => own.some((fault) => fault.fault === "refuse" && fault.topic === topic),
  };
}
