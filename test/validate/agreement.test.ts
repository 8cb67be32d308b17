/**
 * Three things say what a message is: the generated validators that users get, the clean check that most captured messages pass, and the
 * explanation of the rest. On every form of every line they must agree.
 */

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileCleanCheck } from "../../generator/validate/check/clean-check.js";
import { explain } from "../../generator/validate/check/explain.js";
import { createFormTable, factsOf } from "../../generator/validate/form-table.js";
import { loadLineSpec, loadPackage } from "../conformance/generated-package.js";
import { runs } from "../effort.js";
import { LINES } from "../real-docs.js";
import { cleanValue, oddValue } from "./messages.js";

const table = createFormTable({ lines: LINES.map(loadLineSpec) });

describe.each(
  table.forms.map((form) => ({ form, name: `${form.line.name} ${form.connection ?? ""} ${form.topic} ${form.form}` })),
)("$name", ({ form }) => {
  const { fields } = factsOf(form);
  const clean = compileCleanCheck(form.type, fields);
  const explained = (value: unknown) =>
    explain(value, JSON.stringify(value), form.type, fields, new Uint8Array(fields.fields.length));
  const validatorOf = async () => {
    const { validators } = await loadPackage(form.line.name);
    const topic = form.push?.topic;
    const typeName = topic?.forms.find(({ name }) => name === form.form)?.typeName ?? form.reply?.typeName;
    // Spot's topics repeat over its connections; the index exports each under its own name.
    const validate = validators[topic?.forms.length === 1 ? topic.validatorName : `validate${typeName}`];
    if (validate) return validate;
    const module = await import(
      `../../generated/dist/${form.line.name}/${form.reply ? "control" : topic?.modulePath}.check.js`
    );
    return module[topic?.forms.length === 1 ? topic.validatorName : `validate${typeName}`] as typeof validate & object;
  };

  it("clean messages pass the clean check, and nothing is to be explained", () => {
    fc.assert(
      fc.property(cleanValue(form.type), (value) => {
        expect(explained(value)).toEqual([]);
        expect(clean(value, new Uint8Array(fields.fields.length))).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: runs(20), seed: 7 },
    );
  });

  it("odd messages are clean, explained and validated alike", async () => {
    const validate = await validatorOf();
    let invalid = 0;
    fc.assert(
      fc.property(cleanValue(form.type).chain(oddValue), (made) => {
        // What a capture can hold: no undefined, no exotic keys but as JSON has them.
        const value: unknown = JSON.parse(JSON.stringify(made));
        const violations = explained(value);
        const errors = violations.filter(({ severity }) => severity === "error");
        const valid = validate(value).valid;
        if (!valid) invalid += 1;
        const isClean = clean(value, new Uint8Array(fields.fields.length)) >= 0;
        expect([errors.length > 0, isClean], JSON.stringify(value)).toEqual([!valid, violations.length === 0]);
      }),
      { numRuns: runs(80), seed: 11 },
    );
    expect(invalid).toBeGreaterThan(10);
  });
});
