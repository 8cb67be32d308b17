/**
 * The prices of one side of a book: a hash set of doubles, and a heap for the best of them. A Map of doubles makes an object of each key and has to be
 * searched for the best one; a sorted list costs five unpredictable branches for each of the hundred million levels of a day.
 */

export interface PriceSet {
  /** Open addressing; NaN: free. A power of two, at most half full. */
  slots: Float64Array;
  count: number;
  /** The best is the highest: bids. */
  readonly highest: boolean;
  /** Every price that is there, and some that are there no more: those leave when they come to the top. */
  heap: Float64Array;
  heaped: number;
}

/** As large as a typed array may be that V8 keeps in the heap. */
const FIRST_SLOTS = 8;

export const createPriceSet = (highest: boolean): PriceSet => ({
  slots: new Float64Array(FIRST_SLOTS).fill(NaN),
  count: 0,
  highest,
  heap: new Float64Array(FIRST_SLOTS),
  heaped: 0,
});

/** Takes all prices out. The room is kept where it was used: one that held many once would be cleared for a few again and again. */
export function clearPrices(set: PriceSet): void {
  if (set.slots.length > FIRST_SLOTS && set.count * 16 < set.slots.length) {
    set.slots = new Float64Array(FIRST_SLOTS);
    set.heap = new Float64Array(FIRST_SLOTS);
  }
  set.slots.fill(NaN);
  set.count = 0;
  set.heaped = 0;
}

/** True if it was there already. */
export function addPrice(set: PriceSet, given: number): boolean {
  // Zero has two signs and is one price.
  const price = given + 0;
  let { slots } = set;
  let at = find(slots, price);
  if (slots[at] === price) return true;
  if ((set.count + 1) * 2 > slots.length) {
    slots = grow(set);
    at = find(slots, price);
  }
  slots[at] = price;
  set.count += 1;
  push(set, price);
  return false;
}

/** True if it was there. */
export function removePrice(set: PriceSet, given: number): boolean {
  const price = given + 0;
  const { slots } = set;
  let free = find(slots, price);
  if (slots[free] !== price) return false;
  // What lies behind moves up, unless it would come before its own place.
  const mask = slots.length - 1;
  for (let at = (free + 1) & mask; !Number.isNaN(slots[at]); at = (at + 1) & mask) {
    const home = placeOf(slots[at] as number, mask);
    if (((at - home) & mask) < ((at - free) & mask)) continue;
    slots[free] = slots[at] as number;
    free = at;
  }
  slots[free] = NaN;
  set.count -= 1;
  return true;
}

/** NaN if there is none, so that no comparison with it holds. */
export function bestPrice(set: PriceSet): number {
  const { slots, heap } = set;
  while (set.heaped > 0) {
    const best = heap[0] as number;
    if (slots[find(slots, best)] === best) return best;
    pop(set);
  }
  return NaN;
}

/** Where the price is, or the free slot in which it would be. */
function find(slots: Float64Array, price: number): number {
  const mask = slots.length - 1;
  let at = placeOf(price, mask);
  for (;;) {
    const there = slots[at] as number;
    if (there === price || Number.isNaN(there)) return at;
    at = (at + 1) & mask;
  }
}

const bits = new Float64Array(1);
const halves = new Int32Array(bits.buffer);
/** Other ones in each process, so that no capture can be made whose prices all meet in one slot. */
const [FIRST_FACTOR, SECOND_FACTOR] = [0, 1].map(() => Math.floor(Math.random() * 2 ** 32) | 1) as [number, number];

function placeOf(price: number, mask: number): number {
  bits[0] = price;
  const mixed = Math.imul((halves[0] as number) ^ Math.imul(halves[1] as number, FIRST_FACTOR), SECOND_FACTOR);
  const hash = Math.imul(mixed ^ (mixed >>> 15), FIRST_FACTOR);
  return (hash ^ (hash >>> 13)) & mask;
}

function grow(set: PriceSet): Float64Array {
  const slots = new Float64Array(set.slots.length * 2).fill(NaN);
  for (const price of set.slots) if (!Number.isNaN(price)) slots[find(slots, price)] = price;
  set.slots = slots;
  return slots;
}

function push(set: PriceSet, price: number): void {
  if (set.heaped === set.heap.length) makeRoom(set);
  const { heap, highest } = set;
  let at = set.heaped;
  set.heaped += 1;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    const above = heap[parent] as number;
    if (highest ? above >= price : above <= price) break;
    heap[at] = above;
    at = parent;
  }
  heap[at] = price;
}

function pop(set: PriceSet): void {
  const { heap, highest } = set;
  set.heaped -= 1;
  const price = heap[set.heaped] as number;
  let at = 0;
  for (;;) {
    let child = at * 2 + 1;
    if (child >= set.heaped) break;
    const [left, right] = [heap[child] as number, heap[child + 1] as number];
    if (child + 1 < set.heaped && (highest ? right > left : right < left)) child += 1;
    const below = heap[child] as number;
    if (highest ? below <= price : below >= price) break;
    heap[at] = below;
    at = child;
  }
  heap[at] = price;
}

/** Leaves out what is there no more, or takes twice the room. A sorted list is a heap. */
function makeRoom(set: PriceSet): void {
  const kept = set.slots.filter((price) => !Number.isNaN(price)).sort();
  if (set.highest) kept.reverse();
  // The price that is being added is in the slots already, and is about to be pushed.
  const room = new Float64Array(set.heap.length * (kept.length * 2 > set.heap.length ? 2 : 1));
  room.set(kept);
  set.heap = room;
  set.heaped = kept.length;
}
