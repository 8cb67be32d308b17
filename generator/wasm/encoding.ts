/** Numbers, names and lists as the binary format of WebAssembly has them. https://webassembly.github.io/spec/core/binary/values.html */

/** LEB128. */
export function unsigned(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; ) {
    const byte = rest % 128;
    rest = Math.floor(rest / 128);
    if (rest === 0) return [...bytes, byte];
    bytes.push(byte | 0x80);
  }
}

/** LEB128 of a number with a sign: the second highest bit of the last byte is that of the number. */
export function signed(value: bigint): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; ) {
    const byte = Number(rest & 0x7fn);
    rest >>= 7n;
    if (rest === ((byte & 0x40) === 0 ? 0n : -1n)) return [...bytes, byte];
    bytes.push(byte | 0x80);
  }
}

/** The same of 32 bits: most constants are such numbers, and a bigint takes three times as long. */
export function signed32(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value | 0; ; ) {
    const byte = rest & 0x7f;
    rest >>= 7;
    if (rest === ((byte & 0x40) === 0 ? 0 : -1)) return [...bytes, byte];
    bytes.push(byte | 0x80);
  }
}

export function double(value: number): number[] {
  return [...new Uint8Array(new Float64Array([value]).buffer)];
}

/** A name: its length, then its UTF-8. */
export function encodedName(value: string): number[] {
  const bytes = [...Buffer.from(value)];
  return [...unsigned(bytes.length), ...bytes];
}

/** How many there are, then one after the other. */
export function vectorOf(items: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const out = createWriter();
  out.bytes(unsigned(items.length));
  for (const item of items) out.bytes(item);
  return out.take();
}

/** Bytes that grow. */
export interface Writer {
  byte(value: number): void;
  bytes(values: ArrayLike<number>): void;
  /** How many there are, then these. */
  sized(values: Uint8Array): void;
  take(): Uint8Array<ArrayBuffer>;
}

export function createWriter(): Writer {
  let buffer = new Uint8Array(1024);
  let length = 0;
  const reserve = (more: number): void => {
    if (length + more <= buffer.length) return;
    const larger = new Uint8Array(Math.max(buffer.length * 2, length + more));
    larger.set(buffer);
    buffer = larger;
  };
  const bytes: Writer["bytes"] = (values) => {
    reserve(values.length);
    buffer.set(values, length);
    length += values.length;
  };
  return {
    bytes,
    byte(value) {
      if (length === buffer.length) reserve(1);
      buffer[length] = value;
      length += 1;
    },
    sized(values) {
      bytes(unsigned(values.length));
      bytes(values);
    },
    take: () => buffer.slice(0, length),
  };
}
