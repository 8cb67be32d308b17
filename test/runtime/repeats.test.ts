/** Records that come twice. */

import { expect, it } from "vitest";
import { createRepeatCheck } from "../../templates/runtime/repeats.js";
import type { Push } from "../../templates/runtime/topic-index.js";
import { facts } from "./protocols.js";

const EXECUTION = facts("execution", { identity: { records: "/data", members: ["symbol", "seq"] } });
const push = (data: unknown, topicText = "execution", topic = "execution"): Push => ({
  kind: "push",
  topic,
  form: "push",
  topicText,
  message: { data },
});
const create = () => createRepeatCheck([facts("trade"), EXECUTION]) ?? (() => false);

it("are nothing to look for where no topic says what tells its records apart", () => {
  expect([createRepeatCheck([]), createRepeatCheck([facts("trade")])]).toEqual([undefined, undefined]);
  const isRepeat = create();
  const trade = push([{ symbol: "A", seq: 1 }], "trade.A", "trade");
  expect([isRepeat(trade), isRepeat(trade)]).toEqual([false, false]);
});

it("are those that agree in all of the members, and a message of nothing else is one", () => {
  const isRepeat = create();
  const [one, other] = [
    { symbol: "A", seq: 1, price: "1" },
    { symbol: "B", seq: 7 },
  ];
  expect(
    [[one], [one], [other], [other, one], [one, { symbol: "A", seq: 2 }]].map((data) => isRepeat(push(data))),
  ).toEqual([false, true, false, true, false]);
});

it("are not those that agree in the last member alone", () => {
  const isRepeat = create();
  const at = (symbol: string) => isRepeat(push([{ symbol, seq: 1 }]));
  expect([at("A"), at("B"), at("B")]).toEqual([false, false, true]);
});

it("are none where a member is missing, or there is no record", () => {
  const isRepeat = create();
  for (const data of [[], undefined, "text", [{ symbol: "A" }], [null]])
    expect([isRepeat(push(data)), isRepeat(push(data))]).toEqual([false, false]);
});

it("are looked for in one topic, as it was subscribed to", () => {
  const isRepeat = create();
  const data = [{ symbol: "A", seq: 1 }];
  expect([isRepeat(push(data)), isRepeat(push(data, "execution.linear"))]).toEqual([false, false]);
});

it("are remembered a thousand records back at least, and forgotten after twice as many", () => {
  const isRepeat = create();
  const at = (seq: number) => isRepeat(push([{ symbol: "A", seq }]));
  for (let seq = 0; seq < 1999; seq += 1) at(seq);
  expect([at(0), at(999), at(1998)]).toEqual([true, true, true]);
  at(1999);
  expect([at(999), at(1000)]).toEqual([false, true]);
});
