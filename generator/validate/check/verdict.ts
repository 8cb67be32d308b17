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
import { violationsOf } from "./violations.js";

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

/** `form`: that of the frame. Marks the fields that it sees. */
export function judgeMessage(
  check: LineCheck,
  form: FormCheck,
  { kind, message }: DocumentedFrame,
  text: string,
  direction: Direction,
): MessageVerdict | RequestVerdict {
  const keys = form.clean(message, form.seen);
  if (keys >= 0 && !hasKeyTwice(text, keys)) return CLEAN;
  // A request that has the look of a push, or of the reply to an authentication.
  const mayBeRequest = direction === "unknown" && (kind === "push" || isAuthenticationRequest(message));
  const request = mayBeRequest ? findRequest(check, message) : undefined;
  if (request) return request;
  const { depth, duplicates } = scanText(text);
  if (depth > MAX_DEPTH) return TOO_DEEP;
  return { kind: "deviating", violations: violationsOf(form, message, text, duplicates) };
}

/** Undefined: nothing in the message says that it is one. */
function findRequest(check: LineCheck, message: unknown): RequestVerdict | undefined {
  const facts = check.readRequest(message);
  if (facts) return { kind: "request", message, isDocumented: true, facts };
  if (!isAuthenticationRequest(message)) return undefined;
  return { kind: "request", message, isDocumented: false, facts: OTHER_AUTHENTICATION };
}
