/** An example with a value that the page does not list: somebody has to say which of both is wrong, and until then the topic stays. */

import { describe, expect, it } from "vitest";
import { exitCodeOf } from "../../generator/diagnostics/diagnostic.js";
import { deriveToy } from "./toy.js";

const PAGE = `# Tick

| Parameter | Type | Comments |
|---|---|---|
| side | string | Side. Buy, Sell |

\`\`\`json
{ "topic": "tick.ABC", "data": { "side": "Long" } }
\`\`\`
`;
const AT = "$['$defs']['data']['properties']['side']";
const answer = (change: string, at = AT): string =>
  `- at: ${JSON.stringify(at)}\n  ${change}\n  because: Traffic has it.\n  evidence: A capture.\n`;

const valuesOf = ({ schemas }: ReturnType<typeof deriveToy>) =>
  schemas.get("tick.schema.json")?.$defs?.data?.properties?.side?.["x-enum"]?.values;

describe("a value that is none of the documented ones", () => {
  it("is an error with both places, of no topic, and the list is that of the page", () => {
    const derived = deriveToy(PAGE);
    expect(valuesOf(derived)).toEqual(["Buy", "Sell"]);
    expect(exitCodeOf(derived.diagnostics)).toBe(1);
    const [error, ...others] = derived.diagnostics.filter(({ severity }) => severity === "error");
    expect(others).toEqual([]);
    expect(error).toMatchObject({ code: "derive/value-not-listed", file: "toy/page.md", line: 8 });
    expect(error?.message).toContain('"Long" at /data/side, which is none of the values that toy/page.md:5 documents');
    expect(error?.topic).toBeUndefined();
    // The correction can be copied.
    expect(error?.fix).toContain(`toy/tick.overlay.yaml: - { at: "${AT}", accept: ["Long"], because: …, evidence: … }`);
  });

  it.each([
    ["accepted", answer("accept: [Long]"), ["Buy", "Sell", "Long"]],
    ["accepted by the whole list", answer("set: { x-enum: { values: [Long, Buy] } }"), ["Long", "Buy"]],
    ["rejected", answer("reject: [Long]"), ["Buy", "Sell"]],
    ["of a member without a list", answer("replace: { type: string }"), undefined],
  ])("is answered where a person says that it is %s", (_, overlay, values) => {
    const derived = deriveToy(PAGE, { overlay });
    expect(derived.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(valuesOf(derived)).toEqual(values);
  });

  it("is not answered by what is said of another value, or of another member", () => {
    const codesWith = (overlay: string) =>
      deriveToy(PAGE.replace('"side": "Long"', '"side": "Long", "way": "x"'), { overlay }).diagnostics.map(
        ({ code }) => code,
      );
    expect(codesWith(answer("accept: [Short]"))).toContain("derive/value-not-listed");
    expect(codesWith(answer("reject: [Long]", AT.replace("side", "way")))).toContain("derive/value-not-listed");
  });

  it.each([
    ["rejects what no example shows", PAGE.replace("Long", "Buy"), "reject: [Long]"],
    ["accepts what the page lists", PAGE.replace("Buy, Sell", "Buy, Long"), "accept: [Long]"],
    ["accepts for a member without a list", PAGE.replace("Side. Buy, Sell", "Side"), "accept: [Long]"],
  ])("leaves a stale correction, one that %s", (_, page, change) => {
    const { diagnostics } = deriveToy(page, { overlay: answer(change) });
    expect(diagnostics.map(({ code }) => code)).toContain("config/stale-overlay");
  });
});
