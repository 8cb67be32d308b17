/** What a reply does. */

import { describe, expect, it } from "vitest";
import type { ReplyKind } from "../../templates/runtime/frame.js";
import { createReplyReader } from "../../templates/runtime/reply-effect.js";
import { ECHOING } from "./protocols.js";

const authentication = {
  connections: ["private"],
  methods: ["message"],
  signing: { algorithm: "function" },
  payload: "",
  marginMs: 0,
  success: { pointer: "/success", value: true },
} as const;
const read = createReplyReader({ ...ECHOING, authentication });
const effect = (kind: ReplyKind, message: object, isAuthenticating = false) =>
  read({ kind, message }, isAuthenticating);

const why = { ret_msg: "bad key" };

describe.each([true, false])("authenticating: %s", (isAuthenticating) => {
  it("a pong shows that the connection is alive", () => {
    expect(effect("pong", why, isAuthenticating).action).toEqual({ kind: "alive" });
  });

  it("an answer to the authentication accepts it by the documented value only, and is never shown", () => {
    expect(effect("auth", { success: true, ...why }, isAuthenticating)).toEqual({
      action: { kind: "authentication" },
      isShown: false,
    });
    for (const success of [false, "true", 1, undefined])
      expect(effect("auth", { success, ...why }, isAuthenticating)).toEqual({
        action: { kind: "authentication", refusal: "bad key" },
        isShown: false,
      });
  });
});

it("while it authenticates an error refuses the authentication, an acknowledgement says nothing, and nothing is shown", () => {
  expect(effect("error", why, true).action).toEqual({ kind: "authentication", refusal: "bad key" });
  expect(effect("ack", why, true).action).toEqual({ kind: "none" });
  for (const kind of ["error", "ack", "pong"] as const) expect(effect(kind, {}, true).isShown).toBe(false);
});

it("after that both may answer a request, and everything is shown", () => {
  expect(effect("error", why)).toEqual({ action: { kind: "answer", isError: true, reason: "bad key" }, isShown: true });
  expect(effect("ack", {})).toEqual({ action: { kind: "answer", isError: false, reason: "" }, isShown: true });
  expect(effect("pong", {}).isShown).toBe(true);
});

it("a refusal has a reason, even where the exchange gives none that is text", () => {
  for (const ret_msg of [undefined, "", 7, null])
    expect(effect("auth", { ret_msg }).action).toEqual({ kind: "authentication", refusal: "no reason given" });
});

it("the reason is where the first of the line's places has a text", () => {
  const read = createReplyReader({ ...ECHOING, reasons: ["/ret_msg", "/retMsg"] });
  const reasonIn = (message: unknown) => read({ kind: "error", message }, false).action;
  expect([{ ret_msg: "a", retMsg: "b" }, { ret_msg: "", retMsg: "b" }, { retMsg: "b" }].map(reasonIn)).toMatchObject([
    { reason: "a" },
    { reason: "b" },
    { reason: "b" },
  ]);
});

it("a line without reasons and without authentication has refusals all the same", () => {
  const { reasons: _, ...line } = ECHOING;
  const plain = createReplyReader(line);
  expect(plain({ kind: "error", message: why }, false).action).toMatchObject({ reason: "" });
  expect(plain({ kind: "auth", message: { success: true } }, false).action).toEqual({
    kind: "authentication",
    refusal: "no reason given",
  });
});
