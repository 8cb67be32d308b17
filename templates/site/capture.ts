/** A capture with one message a line, as it was received or within an envelope. */

import { type AskedLine, judge, nameOf, unknownReason } from "./judge.js";

/** What several messages have in common that is wrong. */
export interface Problem {
  /** What the messages are. */
  readonly name: string;
  readonly what: string;
  readonly count: number;
  /** Of the first one, from 1. */
  readonly line: number;
  readonly text: string;
}

export interface CaptureCheck {
  readonly messages: number;
  readonly valid: number;
  readonly unknown: number;
  /** The most frequent first. */
  readonly problems: readonly Problem[];
}

/** Messages between two looks at what else the page has to do. */
const AT_ONCE = 500;

/** `payloadMembers`: of an envelope, tried in their order. */
export async function checkCapture(
  source: string,
  lines: readonly AskedLine[],
  payloadMembers: readonly string[],
  progress: (messages: number) => void,
): Promise<CaptureCheck> {
  const problems = new Map<string, Problem>();
  let messages = 0;
  let valid = 0;
  let unknown = 0;
  for (const [index, written] of source.split("\n").entries()) {
    if (written.trim() === "") continue;
    messages += 1;
    if (messages % AT_ONCE === 0) {
      progress(messages);
      await new Promise((resolve) => setTimeout(resolve));
    }
    const add = (name: string, what: string, text: string): void => {
      const known = problems.get(`${name} ${what}`);
      problems.set(
        `${name} ${what}`,
        known ? { ...known, count: known.count + 1 } : { name, what, count: 1, line: index + 1, text },
      );
    };
    const text = judge(written, lines).length > 0 ? written : (payloadOf(written, payloadMembers) ?? written);
    const [best] = judge(text, lines);
    if (!best) {
      unknown += 1;
      add("not documented", unknownReason(text, lines), text);
    } else if (best.violations.length === 0) valid += 1;
    else
      for (const { pointer, expected } of best.violations)
        add(nameOf(best), `${pointer.replaceAll(/\/\d+(?=\/|$)/g, "/*")}: expected ${expected}`, text);
  }
  return { messages, valid, unknown, problems: [...problems.values()].sort((a, b) => b.count - a.count) };
}

/** The message in an envelope, if it is one. */
function payloadOf(written: string, members: readonly string[]): string | undefined {
  try {
    const envelope = JSON.parse(written) as Readonly<Record<string, unknown>> | null;
    if (typeof envelope !== "object" || envelope === null) return undefined;
    const name = members.find((member) => Object.hasOwn(envelope, member));
    const payload = name === undefined ? undefined : envelope[name];
    if (typeof payload === "string") return payload;
    return typeof payload === "object" && payload !== null ? JSON.stringify(payload) : undefined;
  } catch {
    return undefined;
  }
}
