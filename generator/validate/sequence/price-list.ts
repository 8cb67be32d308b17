/**
 * The prices of one side of a book, sorted: a few hundred doubles. A Map of doubles makes an object of each key, and has to be searched for its
 * best price.
 */

export interface PriceList {
  /** True if it was there already. */
  add(price: number): boolean;
  /** True if it was there. */
  remove(price: number): boolean;
  /** NaN if there is none, so that no comparison with it holds. */
  lowest(): number;
  highest(): number;
}

export function createPrices(): PriceList {
  let prices = new Float64Array(64);
  let count = 0;
  /** Where the price is, or would be. */
  const find = (price: number): number => {
    let low = 0;
    let high = count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((prices[middle] as number) < price) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return {
    add(price) {
      const at = find(price);
      if (at < count && prices[at] === price) return true;
      if (count === prices.length) {
        const larger = new Float64Array(count * 2);
        larger.set(prices);
        prices = larger;
      }
      prices.copyWithin(at + 1, at, count);
      prices[at] = price;
      count += 1;
      return false;
    },
    remove(price) {
      const at = find(price);
      if (at >= count || prices[at] !== price) return false;
      prices.copyWithin(at, at + 1, count);
      count -= 1;
      return true;
    },
    lowest: () => (count === 0 ? NaN : (prices[0] as number)),
    highest: () => (count === 0 ? NaN : (prices[count - 1] as number)),
  };
}
