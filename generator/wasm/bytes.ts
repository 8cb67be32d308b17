/** Compiled code that looks at single bytes and at literal text. A function that fails returns -1. */

import { type Code, get, i32, i64, type Local, ret, set, tee, when } from "./assembler.js";

export const QUOTE = 0x22;
export const COMMA = 0x2c;
export const COLON = 0x3a;
export const OPEN_LIST = 0x5b;
export const CLOSE_LIST = 0x5d;
export const OPEN_OBJECT = 0x7b;
export const CLOSE_OBJECT = 0x7d;

export const FAIL: Code = ret(i32.const(-1));
export const byteAt = (address: Code, offset = 0): Code => i32.load8(address, offset);
export const byteIs = (address: Code, byte: number, offset = 0): Code =>
  i32.eq(i32.load8(address, offset), i32.const(byte));
export const byteIsNot = (address: Code, byte: number, offset = 0): Code =>
  i32.ne(i32.load8(address, offset), i32.const(byte));
export const advance = (position: Local, bytes: number): Code =>
  set(position, i32.add(get(position), i32.const(bytes)));
/** Moves behind a byte that has to be there. */
export const take = (position: Local, byte: number): Code => [
  when(byteIsNot(get(position), byte), FAIL),
  advance(position, 1),
];
/** Moves on to what a function gives, or fails with it. */
export const step = (position: Local, next: Code): Code => when(i32.ltS(tee(position, next), i32.const(0)), FAIL);

/** Bytes as they lie in memory. */
export const wordOf = (bytes: Uint8Array, at: number, length = 8): bigint => {
  let word = 0n;
  for (let index = 0; index < length; index += 1) word |= BigInt(bytes[at + index] as number) << BigInt(8 * index);
  return word;
};

/** A condition: the ASCII `text` stands at the address. Eight bytes are compared at a time. */
export function textIs(address: Code, text: string, offset = 0): Code {
  const bytes = Buffer.from(text, "latin1");
  const { length } = bytes;
  if (length === 1) return byteIs(address, bytes[0] as number, offset);
  if (length < 8) {
    const mask = (1n << BigInt(8 * length)) - 1n;
    return i64.eq(i64.and(i64.load(address, offset), i64.const(mask)), i64.const(wordOf(bytes, 0, length)));
  }
  const starts: number[] = [];
  for (let at = 0; at + 8 <= length; at += 8) starts.push(at);
  // The last ones together with some that were compared already.
  if (length % 8 !== 0) starts.push(length - 8);
  return starts
    .map((at) => i64.eq(i64.load(address, offset + at), i64.const(wordOf(bytes, at))))
    .reduce((all, one) => i32.and(all, one));
}
