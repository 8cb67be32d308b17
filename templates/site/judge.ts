/** What a message is, by the lines that are asked, and what is wrong with it. */

import type { ValidationIssue, ValidationResult } from "../runtime/validator.js";
import { violationsOf } from "./violations.js";

/** What the script of a line gives. */
export interface LineChecks {
  readonly parseFrame: (text: string, connection?: string) => Frame;
  readonly validateFrame: (frame: Frame) => ValidationResult<unknown>;
}

export interface Frame {
  /** `push`, `unknown`, or the kind of a reply. */
  readonly kind: string;
  readonly connection?: string;
  readonly topic?: string;
  readonly form?: string;
  readonly reply?: string;
  readonly reason?: string;
  readonly message?: unknown;
}

export interface AskedLine {
  readonly name: string;
  /** Where it takes the connection to know a topic: its connections. */
  readonly connections: readonly string[];
  readonly checks: LineChecks;
}

export interface Judgement {
  readonly line: string;
  readonly frame: Frame;
  readonly violations: readonly ValidationIssue[];
}

/** The best first: what is valid, a push before a reply, then by the number of violations. Empty: no line knows the message. */
export function judge(text: string, lines: readonly AskedLine[]): readonly Judgement[] {
  const judgements = lines.flatMap(({ name, connections, checks }) => {
    const asked = connections.length === 0 ? [undefined] : connections;
    const frames = asked.map((connection) => checks.parseFrame(text, connection));
    return frames
      .filter(({ kind }) => kind !== "unknown")
      .map((frame): Judgement => {
        const check = (message: unknown) => checks.validateFrame({ ...frame, message });
        return { line: name, frame, violations: violationsOf(frame.message, check) };
      });
  });
  const rank = ({ frame, violations }: Judgement): number => violations.length * 2 + (frame.kind === "push" ? 0 : 1);
  return once(judgements).sort((a, b) => rank(a) - rank(b));
}

/** A reply is the same on every connection of a line. */
function once(judgements: readonly Judgement[]): Judgement[] {
  return [...new Map(judgements.map((judgement) => [nameOf(judgement), judgement])).values()];
}

/** `linear trade push`, `linear pong`. */
export const nameOf = ({ line, frame }: Judgement): string =>
  frame.kind === "push" ? `${line} ${frame.topic} ${frame.form}` : `${line} ${frame.reply}`;

/** Why no line knows a message, in the words of the line that came closest. */
export function unknownReason(text: string, lines: readonly AskedLine[]): string {
  const reasons = lines.flatMap(({ connections, checks }) =>
    (connections.length === 0 ? [undefined] : connections).map(
      (connection) => checks.parseFrame(text, connection).reason ?? "",
    ),
  );
  const closest = Object.keys(REASONS).find((reason) => reasons.includes(reason));
  return closest === undefined ? "It is not documented." : (REASONS[closest] ?? "");
}

/** The closest first. */
const REASONS: Readonly<Record<string, string>> = {
  "unknown-form": "Its topic is documented, in other forms than this one.",
  "unknown-topic": "It names a topic that no page documents.",
  "no-topic": "It is no documented reply, and names no topic.",
  "not-an-object": "It is JSON, but no object and no list of objects.",
  "not-json": "It is no JSON.",
};
