/** Claims: what is known of a leaf of a line file, and how the file is read out of them. */

import { expect, it } from "vitest";
import { claimsOf, type Draft, dataOf, found, guessed, isClaim, missing } from "../../generator/init/claim.js";

const AT = { page: "tide.md", line: 7 };
const DRAFT: Draft = {
  plain: 1,
  none: undefined,
  list: [found("a", AT, "shown"), missing("which?"), null],
  deep: { guess: guessed(true, undefined, "sure?"), gone: missing("what?", AT) },
};

it("the file has the values, and nothing of what is missing", () => {
  expect(dataOf(DRAFT)).toEqual({ plain: 1, list: ["a", null], deep: { guess: true } });
  expect(dataOf(missing("what?"))).toBeUndefined();
});

it("each claim has its path in the file", () => {
  expect(claimsOf(DRAFT).map(({ path, claim: { certainty } }) => [path.join("."), certainty])).toEqual([
    ["list.0", "found"],
    ["list.1", "missing"],
    ["deep.guess", "guessed"],
    ["deep.gone", "missing"],
  ]);
});

it("has its place where there is one", () => {
  expect(found(1, AT, "shown")).toEqual({ value: 1, certainty: "found", place: AT, why: "shown" });
  expect(guessed(1, undefined, "sure?")).toEqual({ value: 1, certainty: "guessed", why: "sure?" });
  expect(missing("what?")).toEqual({ certainty: "missing", why: "what?" });
  expect(missing("what?", AT)).toEqual({ certainty: "missing", place: AT, why: "what?" });
});

it("a slot that a page calls certainty is no claim", () => {
  expect(isClaim({ certainty: { description: "A slot." } })).toBe(false);
  expect(dataOf({ certainty: { example: "A" } })).toEqual({ certainty: { example: "A" } });
});
