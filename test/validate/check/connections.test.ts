/** Which line a frame is checked against, and whose an unknown topic is. */

import { describe, expect, it } from "vitest";
import type { SourcePlan } from "../../../generator/validate/check/block-result.js";
import { createConnections } from "../../../generator/validate/check/connections.js";
import { choicesOf, type LineChoice, nameOf } from "../../../generator/validate/check/line-choice.js";
import { createTopicOwners } from "../../../generator/validate/check/topic-owners.js";
import { compileProofs } from "../../../generator/validate/proof/proof-module.js";
import { findCheck, lines, table } from "./lines.js";

describe("connections", () => {
  const copyTrading = { line: "copy-trading" };
  const spot = { line: "spot", connection: "v1" };
  const line = lines.find(({ name }) => name === "copy-trading");
  if (!line) throw new Error("no line");
  const proofs = compileProofs({ line, connection: undefined, table, books: true, spaced: false });
  const plan: SourcePlan = {
    source: 0,
    format: "ndjson",
    choices: new Map<string, LineChoice | undefined>([
      ["wss://spot", spot],
      ["wss://nobody", undefined],
      ["\nnamed", copyTrading],
    ]),
    proofs: new Map([["copy-trading", proofs]]),
  };
  const rest = { choice: copyTrading };

  it("are checked against the line of their endpoint, or of their name where nobody knows it", () => {
    const urls = { a: "wss://spot", c: "wss://nobody", named: "wss://spot?key=1" };
    const connections = createConnections(plan, urls, findCheck);
    expect(connections("a")).toMatchObject({ check: findCheck(spot), proofs: undefined, endpoint: "wss://spot" });
    expect(connections("c")).toMatchObject({ check: undefined, proofs: undefined, isUndecided: false });
    expect(connections("named").check).toBe(findCheck(spot));
    expect(createConnections(plan, {}, findCheck)("named")).toMatchObject({
      check: findCheck(copyTrading),
      proofs,
      endpoint: undefined,
    });
    // Again, and in turns.
    expect(connections("a").check).toBe(findCheck(spot));
  });

  it("are nobody's as long as they are not decided, and never of another endpoint's line", () => {
    const urls = { b: "wss://elsewhere" };
    for (const name of ["b", "without a URL"])
      expect(createConnections(plan, urls, findCheck)(name)).toMatchObject({ check: undefined, isUndecided: true });
    expect(createConnections({ ...plan, rest }, urls, findCheck)("b")).toMatchObject({
      check: findCheck(copyTrading),
      isUndecided: false,
    });
    const nobodys = { ...plan, rest: { choice: undefined } };
    expect(createConnections(nobodys, urls, findCheck)("b")).toMatchObject({ check: undefined, isUndecided: false });
    const wrong = { ...plan, rest: { choice: { line: "no such line" } } };
    expect(createConnections(wrong, {}, findCheck)("b").check).toBe(undefined);
  });

  it("have the line of the endpoint that they have by then", () => {
    const urls: Record<string, string> = {};
    const connections = createConnections({ ...plan, rest }, urls, findCheck);
    expect(connections("a").check).toBe(findCheck(copyTrading));
    urls.a = "wss://spot";
    expect(connections("a").check).toBe(findCheck(spot));
    urls.a = "wss://nobody";
    expect(connections("a").check).toBe(undefined);
  });

  it("of one name are looked up once", () => {
    let asked = 0;
    const connections = createConnections({ ...plan, rest }, {}, (choice) => {
      asked += 1;
      return findCheck(choice);
    });
    for (const name of ["a", "a", "b", "a", "b"]) connections(name);
    expect(asked).toBe(2);
  });
});

describe("choices of lines", () => {
  it("are named as --line names them", () => {
    expect(nameOf({ line: "linear" })).toBe("linear");
    expect(nameOf({ line: "spot", connection: "v2" })).toBe("spot/v2");
  });

  it("are one for each connection where connections share topic names", () => {
    const named = (name: string) => lines.filter((line) => line.name === name).flatMap(choicesOf);
    expect(named("linear")).toEqual([{ line: "linear" }]);
    expect(named("spot").map(nameOf)).toEqual(["spot/v1", "spot/v2", "spot/private"]);
  });
});

describe("topics of other lines", () => {
  const text = JSON.stringify({ topic: "instrument_info.100ms.BTCUSDT", type: "snapshot", data: {} });

  it("are those that would take the frame as a push", () => {
    const owners = createTopicOwners(lines, findCheck)("instrument_info.100ms.BTCUSDT", text);
    expect(owners).toContain("linear");
    expect(owners).not.toContain("v5");
    expect(createTopicOwners(lines, findCheck)("weather", '{"topic":"weather"}')).toEqual([]);
  });

  it("are looked for once, up to a thousand of them", () => {
    let asked = 0;
    const ownersOf = createTopicOwners(lines, () => {
      asked += 1;
      return undefined;
    });
    const choices = lines.flatMap(choicesOf).length;
    for (let index = 0; index < 1000; index += 1) ownersOf(`t${index}`, "{}");
    ownersOf("t0", "{}");
    ownersOf("t999", "{}");
    expect(asked).toBe(1000 * choices);
    ownersOf("one more", "{}");
    ownersOf("one more", "{}");
    expect(asked).toBe(1002 * choices);
  });
});
