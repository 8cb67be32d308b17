/** What a message is for: a client's request, the answer to one, or a push. Told by what the message says, and by its members. */

import { isObject } from "../schema/is-object.js";
import type { Message } from "./messages.js";
import { ID } from "./topic-text.js";

export type Action = "subscribe" | "unsubscribe" | "unsubscribeAll" | "auth" | "ping";

export interface Request extends Message {
  readonly value: Readonly<Record<string, unknown>>;
  readonly action: Action;
  /** Member that says what to do; for a ping that is a member of its own, that one. */
  readonly member: string;
}

export interface Answer extends Message {
  readonly value: Readonly<Record<string, unknown>>;
  readonly kind: "ack" | "pong" | "auth" | "error";
  /** Member that says how it went; absent in a bare pong. */
  readonly verdict?: string;
}

const ACTIONS: readonly (readonly [Action, RegExp])[] = [
  ["unsubscribeAll", /^un_?sub(?:scribe)?_?all$/i],
  ["unsubscribe", /^(?:un_?sub(?:scribe|scription)?|cancel)$/i],
  ["subscribe", /^sub(?:scribe|scription)?$/i],
  ["auth", /^(?:auth|authenticate|authentication|login|logon|sign_?in)$/i],
  ["ping", /^ping$/i],
];

/** Members that say how a request went. */
const VERDICT = /^(?:success|ok|code|ret_?code|err(?:or)?_?code|error|result|status)$/i;
const VERDICT_TEXT = /^(?:success|ok|subscribed|unsubscribed|subscriptions|authenticated|logged_?in|failed|error)$/i;
/** What a code is where nothing went wrong. */
const NO_ERROR = /^(?:0*|200|null)$/;

function actionOf(value: Readonly<Record<string, unknown>>): { action: Action; member: string } | undefined {
  for (const [member, text] of Object.entries(value)) {
    if (/^ping$/i.test(member)) return { action: "ping", member };
    if (typeof text !== "string") continue;
    // A method may have a name space: `public/subscribe`.
    const word = text.replace(/^\w+[/.]/, "");
    const action = ACTIONS.find(([, pattern]) => pattern.test(word))?.[0];
    if (action) return { action, member };
  }
  return undefined;
}

/** A flag says it best. What has the id of a request is an answer, whatever its result or error is made of. */
function verdictOf(value: Readonly<Record<string, unknown>>): string | undefined {
  const hasId = Object.keys(value).some((key) => ID.test(key));
  const verdicts = Object.entries(value).filter(
    ([member, inner]) =>
      (VERDICT.test(member) && (hasId || typeof inner !== "object" || inner === null)) ||
      (typeof inner === "string" && VERDICT_TEXT.test(inner) && member !== "data"),
  );
  return (verdicts.find(([, inner]) => typeof inner === "boolean") ?? verdicts[0])?.[0];
}

/** A push of JSON-RPC is a call as well: its method is `subscription`, and data are among its parameters. */
const carriesData = (value: Readonly<Record<string, unknown>>): boolean =>
  Object.values(value).some((inner) => isObject(inner) && "data" in inner);

/** Only the server knows the id of a connection. */
const isFromServer = (value: Readonly<Record<string, unknown>>): boolean =>
  Object.keys(value).some((key) => /^conn(?:ection)?_?id$/i.test(key));

export function asRequest(message: Message): Request | undefined {
  const { value } = message;
  if (!isObject(value) || (!message.isSent && (verdictOf(value) !== undefined || isFromServer(value))))
    return undefined;
  const what = carriesData(value) ? undefined : actionOf(value);
  return what && { ...message, value, ...what };
}

export function asAnswer(message: Message): Answer | undefined {
  const { value, isSent } = message;
  if (!isObject(value) || isSent) return undefined;
  const verdict = verdictOf(value) ?? (isFromServer(value) ? actionOf(value)?.member : undefined);
  const isPong = Object.entries(value).some(
    ([member, inner]) => /^pong$/i.test(member) || (typeof inner === "string" && /^pong$/i.test(inner)),
  );
  const found = { ...message, value, ...(verdict !== undefined && { verdict }) };
  if (isPong) return { ...found, kind: "pong" };
  if (verdict === undefined || (hasPayload(value) && !/^(?:un)?subscri/i.test(String(value[verdict]))))
    return undefined;
  if (isRefusal(verdict, value[verdict])) return { ...found, kind: "error" };
  const echoed = Object.values(value).filter(isObject);
  const isAuth = [value, ...echoed].some((part) => actionOf(part)?.action === "auth") || /^auth/i.test(verdict);
  return { ...found, kind: isAuth ? "auth" : "ack" };
}

function isRefusal(verdict: string, said: unknown): boolean {
  if (said === false || /^(?:failed|error)$/i.test(String(said))) return true;
  if (/code$/i.test(verdict))
    return (typeof said === "number" || typeof said === "string") && !NO_ERROR.test(`${said}`);
  return /^error$/i.test(verdict) && said !== null && said !== "" && typeof said !== "boolean";
}

/** Records of data: no answer has them; lists of topics are texts. */
function hasPayload(value: Readonly<Record<string, unknown>>): boolean {
  const inside = (member: unknown): boolean =>
    Array.isArray(member) ? member.some((item) => typeof item === "object" && item !== null) : false;
  const isNamed = Object.keys(value).some((member) => /^(?:topic|channel|stream)$/i.test(member));
  const acts = actionOf(value) !== undefined;
  return Object.values(value).some(inside) || (isNamed && !acts && "data" in value);
}
