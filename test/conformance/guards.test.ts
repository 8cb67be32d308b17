/** The type guards say what the validators say, of every form and reply: clean values, and ones with something odd in them. */

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { runs } from "../effort.js";
import { LINES } from "../real-docs.js";
import { cleanValue, oddValue } from "../validate/messages.js";
import { loadLineSpec, loadPackage } from "./generated-package.js";

const CLEAN = runs(20);

type Check = (value: unknown) => boolean;

describe.each(LINES)("%s", (line) => {
  const spec = loadLineSpec(line);
  const forms = [
    ...spec.topics.flatMap((topic) =>
      topic.forms.map(({ type, typeName }) => ({
        typeName,
        type,
        validator: topic.forms.length > 1 ? `validate${typeName}` : topic.validatorName,
      })),
    ),
    ...spec.replies.map(({ type, typeName }) => ({
      typeName,
      type,
      validator: `validate${typeName}`,
    })),
  ];

  it.each(forms)("$typeName", async ({ typeName, type, validator }) => {
    const { exports, validators } = await loadPackage(line);
    const guard = exports[`is${typeName}`] as Check;
    const validate = validators[validator];
    const agree = (value: unknown): void => {
      const [is, valid] = [guard(value), validate?.(value).valid];
      if (is !== valid) expect({ value, is }).toEqual({ value, is: valid });
    };
    const clean = cleanValue(type);
    let accepted = 0;
    fc.assert(
      fc.property(clean, (value) => {
        expect(guard(value)).toBe(true);
        accepted += 1;
        agree(value);
      }),
      { numRuns: CLEAN, seed: 3 },
    );
    expect(accepted).toBe(CLEAN);
    fc.assert(fc.property(clean.chain(oddValue), agree), { numRuns: runs(100), seed: 5 });
    for (const value of [undefined, null, 1, "x", [], {}, () => 1, new Map(), Object.create({ topic: "x" })])
      agree(value);
  });

  it("a topic's guard is true for each of its forms", async () => {
    const { exports } = await loadPackage(line);
    for (const topic of spec.topics.filter(({ forms: own }) => own.length > 1)) {
      const whole = exports[`is${topic.messageType}`] as Check;
      for (const { type } of topic.forms)
        for (const value of fc.sample(cleanValue(type), { numRuns: 10, seed: 1 })) expect(whole(value)).toBe(true);
      expect(whole({})).toBe(false);
    }
  });
});
