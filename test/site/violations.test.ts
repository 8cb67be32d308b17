/** All violations of a message by validators that name the first one. */

import { beforeAll, describe, expect, it } from "vitest";
import type { ValidationResult } from "../../templates/runtime/validator.js";
import { violationsOf } from "../../templates/site/violations.js";
import { loadPackage, type PackageModule } from "../conformance/generated-package.js";

const CANDLE = {
  start: 1,
  end: 2,
  open: 1,
  close: 1,
  high: 1,
  low: 1,
  volume: "1",
  turnover: "1",
  confirm: false,
  cross_seq: 1,
  timestamp: 1,
};
const MESSAGE = { topic: "candle.1.BTCUSDT", data: [CANDLE], timestamp_e6: 1 };

describe("violations", () => {
  let linear: PackageModule;
  beforeAll(async () => {
    linear = await loadPackage("linear");
  });
  const pointersOf = (message: unknown): string[] =>
    violationsOf(message, linear.validators.validateCandle as (value: unknown) => ValidationResult<unknown>)
      .map(({ pointer }) => pointer)
      .sort();

  it("are none where the message is valid", () => {
    expect(pointersOf(MESSAGE)).toEqual([]);
  });

  it("are all of a message, in different records and levels", () => {
    const { cross_seq: _, ...incomplete } = CANDLE;
    const message = { data: [{ ...CANDLE, open: "1", confirm: "no" }, incomplete, 5], timestamp_e6: "1" };
    expect(pointersOf(message)).toEqual([
      "/data/0/confirm",
      "/data/0/open",
      "/data/1/cross_seq",
      "/data/2",
      "/timestamp_e6",
      "/topic",
    ]);
  });

  it("are one where a value within another one is wrong already", () => {
    expect(pointersOf({ ...MESSAGE, data: "none" })).toEqual(["/data"]);
    expect(pointersOf("text")).toEqual([""]);
  });

  it("leave the message as it is", () => {
    const message = { ...MESSAGE, data: [{ ...CANDLE, open: "1" }] };
    const before = structuredClone(message);
    expect(pointersOf(message)).toEqual(["/data/0/open"]);
    expect(message).toEqual(before);
  });

  it("end where no value is accepted", () => {
    const issue = { pointer: "/a", keyword: "type", expected: "a miracle", got: "null", message: "" };
    const found = violationsOf({ a: null }, () => ({ valid: false, issues: [issue] }));
    expect(found).toEqual([issue]);
  });
});
