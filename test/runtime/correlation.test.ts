/** How a reply finds its request: by what it repeats, at the same place or at another one, or by its order. */

import { describe, expect, it } from "vitest";
import { agrees, createCorrelation, tells } from "../../templates/runtime/correlation.js";

describe("members that stand at another place in the reply", () => {
  const { request, reply } = createCorrelation({
    by: "members",
    pointers: ["/id", { request: "/args/0/channel", reply: "/arg/channel" }],
  });
  const asked = request({ id: 7, args: [{ channel: "books" }] });

  it.each([
    ["both are repeated", { id: "7", arg: { channel: "books" } }, true],
    ["one is, and the other left out", { arg: { channel: "books" } }, true],
    ["one is another", { id: "7", arg: { channel: "trades" } }, false],
    ["another request's id", { id: "8" }, false],
  ])("%s", (_, message, expected) => {
    expect(agrees(asked, reply(message))).toBe(expected);
  });
});

it("a reply that comes in order answers any request, and tells nothing of it", () => {
  const { request, reply } = createCorrelation({ by: "order" });
  expect(agrees(request({ channel: "books" }), reply({ type: "subscriptions" }))).toBe(true);
  expect(tells(reply({ type: "subscriptions" }))).toBe(false);
});
