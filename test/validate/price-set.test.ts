/** The prices of one side of a book, held against a plain Set. */

import fc from "fast-check";
import { expect, it } from "vitest";
import { addPrice, createPriceSet, removePrice } from "../../generator/validate/sequence/price-set.js";

const price = fc.oneof(
  fc.integer({ min: -3, max: 40 }).map((ticks) => ticks / 2),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constant(-0),
);

it.each([true, false])("knows what is there, and the best (highest: %s)", (highest) => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.boolean(), price), { minLength: 1, maxLength: 600 }),
      fc.integer({ min: 0, max: 300 }),
      (steps, first) => {
        const set = createPriceSet(highest);
        const known = new Set<number>();
        // Enough at once that it has to grow.
        const many = Array.from({ length: first }, (_, index) => [true, index * 0.01] as const);
        for (const [add, value] of [...many, ...steps]) {
          // A Set does not tell zeros apart either.
          expect(add ? addPrice(set, value) : removePrice(set, value)).toBe(known.has(value));
          if (add) known.add(value);
          else known.delete(value);
          const best = highest ? Math.max(...known) : Math.min(...known);
          if (known.size === 0) expect(set.best).toBeNaN();
          else expect(set.best + 0).toBe(best + 0);
          expect(set.count).toBe(known.size);
        }
      },
    ),
    { numRuns: 60, seed: 9 },
  );
});
