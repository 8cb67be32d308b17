/** What a rule finds on pages that differ by little from the page in its header. */

import { describe, expect, it } from "vitest";
import type { Defect } from "../../../generator/derive/defect.js";
import { deriveToy, type Setting } from "../toy.js";
import { rulePage, SETTINGS } from "./rule-pages.js";

export interface RuleCase {
  /** Texts of the header's page and what stands there instead. */
  readonly edits?: readonly (readonly [text: string, instead: string])[];
  /** Below the page. */
  readonly more?: string;
  /** In place of the rule's usual setting. */
  readonly setting?: Setting;
  readonly finds: readonly Partial<Defect>[];
}

/** `cases`: by what is different; `finds` is empty where the page has no such defect, and at least one case has to be so. */
export function describeRule(rule: string, cases: Readonly<Record<string, RuleCase>>): void {
  const { page, defects } = rulePage(rule);
  const codes = new Set(defects.map(({ code }) => code));
  describe(rule, () => {
    it.each(Object.entries(cases))("%s", (_, { edits = [], more = "", setting = SETTINGS[rule], finds }) => {
      const edited = edits.reduce((text, [from, to]) => {
        expect(text).toContain(from);
        return text.replace(from, () => to);
      }, page);
      const found = deriveToy(`${edited}\n${more}`, setting).defects.filter(({ code }) => codes.has(code));
      expect(found).toEqual(finds.map((defect) => expect.objectContaining(defect)));
    });

    it("has a case without the defect", () => {
      expect(Object.values(cases).some(({ finds }) => finds.length === 0)).toBe(true);
    });
  });
}
