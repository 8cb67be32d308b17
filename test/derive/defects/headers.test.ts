/** The header of a rule shows the smallest page that has the defect, and all that the rule says of it. */

import { describe, expect, it } from "vitest";
import { DEFECT_CODES } from "../../../generator/derive/defect.js";
import { RULES } from "../../../generator/derive/defects/index.js";
import { deriveToy } from "../toy.js";
import { RULE_NAMES, rulePage, SETTINGS } from "./rule-pages.js";

describe("the page in the header of a rule", () => {
  it.each(RULE_NAMES)("%s: has what the header says, and nothing else of its kind", (rule) => {
    const { page, defects } = rulePage(rule);
    const codes = new Set(defects.map(({ code }) => code));
    const found = deriveToy(page, SETTINGS[rule]).defects.filter(({ code }) => codes.has(code));
    expect(found.map(({ page: _page, topic: _topic, ...defect }) => defect)).toEqual(defects);
    expect(defects).not.toEqual([]);
  });

  it("is there for every code, and every rule is in the list", () => {
    const codes = RULE_NAMES.flatMap((rule) => rulePage(rule).defects.map(({ code }) => code));
    expect([...new Set(codes)].sort()).toEqual(Object.keys(DEFECT_CODES).sort());
    expect(RULES).toHaveLength(RULE_NAMES.length);
  });
});
