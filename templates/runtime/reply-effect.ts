/** What a frame that is no push does: a function of the frame and of whether the connection authenticates just now. */

import type { ReplyKind } from "./frame.js";
import { pathOf, valueAt } from "./pointer.js";
import type { LineProtocol } from "./protocol.js";

export interface ReplyFrame {
  readonly kind: ReplyKind;
  readonly message: unknown;
}

export interface ReplyEffect {
  readonly action:
    | { readonly kind: "alive" }
    /** The answer to the authentication; `refusal` only where it was refused. */
    | { readonly kind: "authentication"; readonly refusal?: string }
    /** Maybe the answer to a request for subscriptions. */
    | { readonly kind: "answer"; readonly isError: boolean; readonly reason: string }
    | { readonly kind: "none" };
  /** May the user see it? An answer to the authentication may repeat the key and the signature. */
  readonly isShown: boolean;
}

export function createReplyReader({
  reasons = [],
  authentication,
}: LineProtocol): (reply: ReplyFrame, isAuthenticating: boolean) => ReplyEffect {
  const reasonPaths = reasons.map(pathOf);
  const success = authentication && {
    path: pathOf(authentication.success.pointer),
    value: authentication.success.value,
  };
  const reasonOf = (message: unknown): string => {
    const found = reasonPaths.map((path) => valueAt(message, path));
    return found.find((value): value is string => typeof value === "string" && value !== "") ?? "";
  };
  const refused = (message: unknown): ReplyEffect["action"] => ({
    kind: "authentication",
    refusal: reasonOf(message) || "no reason given",
  });
  const actionOf = ({ kind, message }: ReplyFrame, isAuthenticating: boolean): ReplyEffect["action"] => {
    if (kind === "pong") return { kind: "alive" };
    if (kind === "auth")
      return success && valueAt(message, success.path) === success.value
        ? { kind: "authentication" }
        : refused(message);
    if (!isAuthenticating) return { kind: "answer", isError: kind === "error", reason: reasonOf(message) };
    // Before anything else was asked for, an error can only mean the authentication.
    return kind === "error" ? refused(message) : { kind: "none" };
  };
  return (reply, isAuthenticating) => ({
    action: actionOf(reply, isAuthenticating),
    isShown: reply.kind !== "auth" && !isAuthenticating,
  });
}
