/** XXH64 with seed 0, piece by piece: what the checksum of a zstd frame is made of. https://github.com/Cyan4973/xxHash, doc/xxhash_spec.md */

const PRIME_1 = 0x9e3779b185ebca87n;
const PRIME_2 = 0xc2b2ae3d27d4eb4fn;
const PRIME_3 = 0x165667b19e3779f9n;
const PRIME_4 = 0x85ebca77c2b2ae63n;
const PRIME_5 = 0x27d4eb2f165667c5n;
const STRIPE = 32;

const u64 = (value: bigint): bigint => BigInt.asUintN(64, value);
const rotated = (value: bigint, by: bigint): bigint => u64((value << by) | (value >> (64n - by)));
const round = (sum: bigint, lane: bigint): bigint => u64(rotated(u64(sum + u64(lane * PRIME_2)), 31n) * PRIME_1);
const merged = (sum: bigint, lane: bigint): bigint => u64(u64((sum ^ round(0n, lane)) * PRIME_1) + PRIME_4);

export interface Xxh64 {
  add(bytes: Buffer): void;
  /** Of everything that was added. */
  take(): bigint;
}

export function createXxh64(): Xxh64 {
  let [a, b, c, d] = [u64(PRIME_1 + PRIME_2), PRIME_2, 0n, u64(-PRIME_1)];
  let length = 0;
  let rest: Buffer = Buffer.alloc(0);
  return {
    add(more) {
      length += more.length;
      const bytes = rest.length === 0 ? more : Buffer.concat([rest, more]);
      let at = 0;
      for (; at + STRIPE <= bytes.length; at += STRIPE) {
        a = round(a, bytes.readBigUInt64LE(at));
        b = round(b, bytes.readBigUInt64LE(at + 8));
        c = round(c, bytes.readBigUInt64LE(at + 16));
        d = round(d, bytes.readBigUInt64LE(at + 24));
      }
      rest = Buffer.from(bytes.subarray(at));
    },
    take() {
      let sum = PRIME_5;
      if (length >= STRIPE) {
        sum = u64(rotated(a, 1n) + rotated(b, 7n) + rotated(c, 12n) + rotated(d, 18n));
        for (const lane of [a, b, c, d]) sum = merged(sum, lane);
      }
      return avalanche(withRest(u64(sum + BigInt(length)), rest));
    },
  };
}

/** Fewer bytes than a stripe. */
function withRest(before: bigint, rest: Buffer): bigint {
  let sum = before;
  let at = 0;
  for (; at + 8 <= rest.length; at += 8)
    sum = u64(rotated(sum ^ round(0n, rest.readBigUInt64LE(at)), 27n) * PRIME_1 + PRIME_4);
  if (at + 4 <= rest.length) {
    sum = u64(rotated(sum ^ u64(BigInt(rest.readUInt32LE(at)) * PRIME_1), 23n) * PRIME_2 + PRIME_3);
    at += 4;
  }
  for (; at < rest.length; at += 1) sum = u64(rotated(sum ^ u64(BigInt(rest[at] as number) * PRIME_5), 11n) * PRIME_1);
  return sum;
}

function avalanche(before: bigint): bigint {
  let sum = u64((before ^ (before >> 33n)) * PRIME_2);
  sum = u64((sum ^ (sum >> 29n)) * PRIME_3);
  return sum ^ (sum >> 32n);
}
