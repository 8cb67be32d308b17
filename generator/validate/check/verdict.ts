/** What a frame of a line is, and whether it is as documented. Nothing is counted here, but for the fields that a form has seen. */

import type { UnknownFrame } from "../../../templates/runtime/frame.js";
import type { Direction } from "../../capture/format.js";
import { invariant } from "../../diagnostics/diagnostic.js";
import type { RequestFacts } from "../../spec/read-request.js";
import type { RoutedFrame } from "../../spec/routes.js";
import { parseJson } from "../../text/parse-json.js";
import { isAuthenticationRequest } from "../redact/authentication.js";
import type { Violation } from "./explain.js";
import type { FormCheck, LineCheck } from "./line-check.js";
import { hasKeyTwice, MAX_DEPTH, scanText } from "./scan-text.js";
import { messageFindings, violationsOf } from "./violations.js";

/** A push or a reply. */
export type DocumentedFrame = Exclude<RoutedFrame, UnknownFrame>;

/** A frame that the client sent. */
export interface RequestVerdict {
  readonly kind: "request";
  readonly message: unknown;
  /** False: no request that the line documents. */
  readonly isDocumented: boolean;
  /** Undefined: nobody knows what is asked for, and no reply is waited for. */
  readonly facts: RequestFacts | undefined;
}

/** A frame of which nobody knows a form. */
export interface UnroutedVerdict {
  readonly kind: "unrouted";
  readonly reason: Exclude<UnknownFrame["reason"], "too-long">;
}

/** A message of a form. */
export type MessageVerdict =
  | { readonly kind: "clean" }
  | { readonly kind: "deviating"; readonly violations: readonly Violation[] }
  /** It nests deeper than anybody looks. */
  | { readonly kind: "too-deep" };

const CLEAN: MessageVerdict = { kind: "clean" };
const TOO_DEEP: MessageVerdict = { kind: "too-deep" };
/** By its shape, not by the line's own template: it is answered all the same. */
const OTHER_AUTHENTICATION: RequestFacts = { kind: "auth", topics: [], unknownTopics: [] };

/** A frame of which the capture says that the client sent it: whatever it is, it is a request. */
export function judgeSent(check: LineCheck, text: string): RequestVerdict | UnroutedVerdict {
  const message = parseJson(text);
  if (message === undefined) return { kind: "unrouted", reason: "not-json" };
  return findRequest(check, message) ?? { kind: "request", message, isDocumented: false, facts: undefined };
}

/** A frame that the router knows nothing of: in a capture without directions it may be a request. */
export function judgeUnknown(
  check: LineCheck,
  { reason, text }: UnknownFrame,
  direction: Direction,
): RequestVerdict | UnroutedVerdict {
  invariant(reason !== "too-long", "the router reads frames of any length");
  const message = direction === "unknown" && reason === "no-topic" ? parseJson(text) : undefined;
  return (message === undefined ? undefined : findRequest(check, message)) ?? { kind: "unrouted", reason };
}

/** A frame of which the capture does not say that the client sent it. */
export interface Judged {
  readonly frame: RoutedFrame;
  /** That of the frame, if it has one. */
  readonly form: FormCheck | undefined;
  readonly verdict: MessageVerdict | RequestVerdict | UnroutedVerdict;
}

/** Marks the fields that the form of the frame sees. */
export function judgeReceived(check: LineCheck, text: string, direction: Direction): Judged {
  const frame = check.route(text);
  if (frame.kind === "unknown") return { frame, form: undefined, verdict: judgeUnknown(check, frame, direction) };
  const form = check.formOf(frame);
  if (!form) return { frame, form, verdict: { kind: "unrouted", reason: "unknown-form" } };
  const rivals = check.rivals(frame, text);
  if (rivals.length > 0) return judgeRivals(check, [frame, ...rivals], text, direction);
  return { frame, form, verdict: judgeMessage(check, form, frame, text, direction) };
}

/** Where the connection is not known, the frame is of the one whose form it deviates from least. */
function judgeRivals(check: LineCheck, frames: readonly DocumentedFrame[], text: string, direction: Direction): Judged {
  let best: (Judged & { readonly form: FormCheck; readonly seen: Uint8Array; readonly issues: Issues }) | undefined;
  for (const frame of frames) {
    const form = check.formOf(frame);
    if (!form) continue;
    const seen = new Uint8Array(form.seen.length);
    const verdict = judgeMessage(check, form, frame, text, direction, seen);
    const issues = issuesOf(form, frame, verdict);
    if (!best || isLess(issues, best.issues)) best = { frame, form, verdict, seen, issues };
    if (verdict.kind === "clean" || verdict.kind === "request") break;
  }
  invariant(best, "the first of them has a form");
  const { form, seen } = best;
  for (let index = 0; index < seen.length; index += 1) if (seen[index] === 1) form.seen[index] = 1;
  return best;
}

/** How many kinds of error and of warning. */
type Issues = readonly [errors: number, warnings: number];

const isLess = (a: Issues, b: Issues): boolean => a[0] < b[0] || (a[0] === b[0] && a[1] < b[1]);

function issuesOf(form: FormCheck, { message }: DocumentedFrame, verdict: Judged["verdict"]): Issues {
  if (verdict.kind === "too-deep") return [1, 0];
  if (verdict.kind !== "deviating") return [0, 0];
  const found = messageFindings(form, verdict.violations, message);
  const errors = found.filter(({ key }) => key.severity === "error").length;
  return [errors, found.length - errors];
}

/** `form`: that of the frame. `seen`: where its fields are marked. */
export function judgeMessage(
  check: LineCheck,
  form: FormCheck,
  { kind, message }: DocumentedFrame,
  text: string,
  direction: Direction,
  seen: Uint8Array = form.seen,
): MessageVerdict | RequestVerdict {
  const keys = form.clean(message, seen);
  if (keys >= 0 && !hasKeyTwice(text, keys)) return CLEAN;
  // A request that has the look of a push, or of the reply to an authentication.
  const mayBeRequest = direction === "unknown" && (kind === "push" || isAuthenticationRequest(message));
  const request = mayBeRequest ? findRequest(check, message) : undefined;
  if (request) return request;
  const { depth, duplicates } = scanText(text);
  if (depth > MAX_DEPTH) return TOO_DEEP;
  return { kind: "deviating", violations: violationsOf(form, message, text, duplicates, seen) };
}

/** Undefined: nothing in the message says that it is one. */
function findRequest(check: LineCheck, message: unknown): RequestVerdict | undefined {
  const facts = check.readRequest(message);
  if (facts) return { kind: "request", message, isDocumented: true, facts };
  if (!isAuthenticationRequest(message)) return undefined;
  return { kind: "request", message, isDocumented: false, facts: OTHER_AUTHENTICATION };
}
