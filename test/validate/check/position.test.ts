/** Where a record stands. */

import { describe, expect, it } from "vitest";
import { createRecord } from "../../../generator/capture/format.js";
import { createPosition, placeOf } from "../../../generator/validate/check/position.js";

describe("places", () => {
  it("are those of the line, with the time of the record", () => {
    const position = Object.assign(createPosition(), { line: 3, offset: 40 });
    expect(placeOf(2, { ...createRecord(), time: 5 }, position)).toEqual({ source: 2, line: 3, offset: 40, time: 5 });
    expect(placeOf(2, createRecord(), position)).toStrictEqual({ source: 2, line: 3, offset: 40 });
  });

  it("are those of the record, where the format tells them", () => {
    const record = { ...createRecord(), place: { line: 9, offset: 80 } };
    expect(placeOf(0, record, createPosition())).toEqual({ source: 0, line: 9, offset: 80 });
  });

  it("begin before the first line", () => {
    expect(createPosition()).toEqual({ line: 0, offset: 0, isFinal: false, isCut: false });
  });
});
