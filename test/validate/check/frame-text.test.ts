/** Bytes of a capture as text. */

import { describe, expect, it } from "vitest";
import { createFrameText } from "../../../generator/validate/check/frame-text.js";

describe("the text of a frame", () => {
  const read = (all: Buffer, start = 0, end = all.length) => createFrameText()(all, start, end);

  it("is UTF-8, whatever stands around it", () => {
    expect(read(Buffer.from("abc"), 1, 2)).toBe("b");
    expect(read(Buffer.from("a€b"), 1, 4)).toBe("€");
    const mixed = Buffer.concat([Buffer.from("a€"), Buffer.from([0xff])]);
    expect(read(mixed, 0, 4)).toBe("a€");
    expect(read(mixed, 3, 5)).toBeUndefined();
    expect(read(mixed)).toBeUndefined();
  });

  it("is decided anew for each buffer", () => {
    const textOf = createFrameText();
    expect(textOf(Buffer.from("abc"), 0, 3)).toBe("abc");
    expect(textOf(Buffer.from("é"), 0, 2)).toBe("é");
    expect(textOf(Buffer.from([0xe9]), 0, 1)).toBeUndefined();
    expect(textOf(Buffer.from("abc"), 0, 3)).toBe("abc");
  });
});
