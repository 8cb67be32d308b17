/** The prices of one side of a book, held against a plain Set. */

import fc from "fast-check";
import { expect, it } from "vitest";
import { addPrice, bestPrice, createPriceSet, removePrice } from "../../generator/validate/sequence/price-set.js";

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
          if (known.size === 0) expect(bestPrice(set)).toBeNaN();
          else expect(bestPrice(set) + 0).toBe(best + 0);
          expect(set.count).toBe(known.size);
        }
      },
    ),
    { numRuns: 60, seed: 9 },
  );
});

it("takes prices away from the best on in no more time than it adds them", () => {
  const set = createPriceSet(true);
  const many = 200_000;
  for (let price = 1; price <= many; price += 1) addPrice(set, price);
  // Looking through all of them for each would take minutes.
  for (let price = many; price > 1; price -= 1) {
    removePrice(set, price);
    if (bestPrice(set) !== price - 1) throw new Error(`the best is ${bestPrice(set)}`);
  }
  expect(set.heap.length).toBeLessThan(many * 4);
}, 5000);
