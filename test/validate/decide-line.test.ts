/** What an endpoint is decided among, and by what. */

import { describe, expect, it } from "vitest";
import { candidatesOf, createTrial, decideLine, isClear } from "../../generator/validate/decide-line.js";
import { OWN_EXCHANGE } from "../real-docs.js";
import { ACK, REQUEST, trade, URL } from "./captures.js";
import { checkOf, lines } from "./check/lines.js";

const trialOf = (line: string, messages: readonly unknown[], direction: "sent" | "received" = "received") => {
  const trial = createTrial(checkOf({ line }), OWN_EXCHANGE);
  for (const message of messages) trial.add(JSON.stringify(message), direction);
  return trial;
};

describe("candidates", () => {
  const namesOf = (url: string | undefined, option?: Parameters<typeof candidatesOf>[2]) => {
    const { by, choices } = candidatesOf(url, lines, option);
    return [by, choices.map(({ line, connection }) => (connection === undefined ? line : `${line}/${connection}`))];
  };

  it("are the lines that document the endpoint, with the connection that has it", () => {
    expect(namesOf(URL)).toEqual(["endpoint", ["copy-trading/public", "linear/public"]]);
    expect(namesOf("wss://stream.bybit.com/spot/quote/ws/v2/")).toEqual(["endpoint", ["spot/v2"]]);
  });

  it("are all lines where none documents it, or nobody knows it", () => {
    const all = ["topics", lines.map(({ name }) => name)];
    expect(namesOf("wss://elsewhere")).toEqual(all);
    expect(namesOf(undefined)).toEqual(all);
  });

  it("are the one that is asked for, on the connection that its endpoint tells", () => {
    expect(namesOf(URL, { line: "linear" })).toEqual(["option", ["linear/public"]]);
    expect(namesOf(URL, { line: "spot" })).toEqual(["option", ["spot"]]);
    expect(namesOf(URL, { line: "spot", connection: "v1" })).toEqual(["option", ["spot/v1"]]);
    expect(namesOf(undefined, { line: "linear" })).toEqual(["option", ["linear"]]);
  });
});

describe("a decision", () => {
  const decide = (messages: readonly unknown[], url?: string) => {
    const trials = lines.map(({ name }) => trialOf(name, messages));
    return decideLine(url, "topics", trials, messages.length).decision;
  };

  it("is for the line that knows most topics, whatever is wrong with their messages", () => {
    const candle = { topic: "candle.1.BTCUSDT", data: "nothing" };
    expect(decide([trade(), candle])).toMatchObject({ line: "linear", known: 2, alsoFits: [] });
  });

  it("counts kinds of issue: a fault in each message is one", () => {
    const { compared } = decide([trade({ price: "1" }), trade({ price: "2" }), trade({ price: "3" })]);
    expect(compared?.[0]).toEqual({ line: "copy-trading", issues: 1 });
  });

  it("is for none where the endpoint is known and only answers fit; without one, answers decide", () => {
    expect(decide([ACK], "wss://elsewhere")).toMatchObject({ url: "wss://elsewhere", known: 0, alsoFits: [] });
    expect(decide([ACK], "wss://elsewhere").line).toBeUndefined();
    expect(decide([ACK]).line).toBeDefined();
    expect(decide([{ hello: 1 }]).line).toBeUndefined();
  });

  it("knows a topic that was asked for", () => {
    expect([...trialOf("copy-trading", [REQUEST], "sent").topics]).toEqual(REQUEST.args);
  });
});

describe("frames are clear", () => {
  it("where one line takes them all and no other one does", () => {
    expect(isClear([trialOf("linear", [trade()]), trialOf("copy-trading", [trade()])])).toBe(true);
    expect(isClear([trialOf("copy-trading", [trade({ price: "1" })])])).toBe(true);
  });

  it("not where two take them, or none does", () => {
    expect(isClear([trialOf("copy-trading", [trade()]), trialOf("copy-trading", [trade()])])).toBe(false);
    expect(isClear([trialOf("linear", [trade({ flag: 1 })]), trialOf("copy-trading", [trade({ flag: 1 })])])).toBe(
      false,
    );
    expect(isClear([trialOf("linear", [ACK]), trialOf("copy-trading", [ACK])])).toBe(false);
  });
});
