/** Which line a frame is checked against, and whose an unknown topic is. */

import { describe, expect, it } from "vitest";
import type { SourcePlan } from "../../../generator/validate/check/block-result.js";
import { createConnections } from "../../../generator/validate/check/connections.js";
import { choicesOf, nameOf } from "../../../generator/validate/check/line-choice.js";
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
    choice: copyTrading,
    byUrl: { "wss://spot": spot, "wss://nobody": undefined },
    proofs: { "copy-trading": proofs },
  };

  it("are checked against the line of their URL, else against that of the capture", () => {
    const urls = { a: "wss://spot", b: "wss://elsewhere", c: "wss://nobody" };
    const connections = createConnections(plan, urls, findCheck);
    expect(connections.of("a")).toEqual({ check: findCheck(spot), proofs: undefined });
    expect(connections.of("b")).toEqual({ check: findCheck(copyTrading), proofs });
    expect(connections.of("without a URL")).toEqual({ check: findCheck(copyTrading), proofs });
    expect(connections.of("c")).toEqual({ check: undefined, proofs: undefined });
    // Again, and in turns.
    expect(connections.of("a").check).toBe(findCheck(spot));
  });

  it("are nobody's where the capture is", () => {
    const connections = createConnections({ ...plan, choice: undefined }, {}, findCheck);
    expect(connections.of("a")).toEqual({ check: undefined, proofs: undefined });
    expect(createConnections({ ...plan, choice: { line: "no such line" } }, {}, findCheck).of("a").check).toBe(
      undefined,
    );
  });

  it("keep their line until they are opened anew", () => {
    const urls: Record<string, string> = {};
    const connections = createConnections(plan, urls, findCheck);
    expect(connections.of("a").check).toBe(findCheck(copyTrading));
    urls.a = "wss://spot";
    expect(connections.of("a").check).toBe(findCheck(copyTrading));
    connections.of("b");
    expect(connections.of("a").check).toBe(findCheck(copyTrading));
    connections.forget("a");
    expect(connections.of("a").check).toBe(findCheck(spot));
  });

  it("of one name are looked up once", () => {
    let asked = 0;
    const connections = createConnections(plan, {}, (choice) => {
      asked += 1;
      return findCheck(choice);
    });
    for (const name of ["a", "a", "b", "a", "b"]) connections.of(name);
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
