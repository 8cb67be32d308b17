/** What is shown of a message with a finding. */

import { describe, expect, it } from "vitest";
import { frameSample, LONGEST_SAMPLED, violationSample } from "../../../generator/validate/check/samples.js";
import { trade } from "../captures.js";

describe("samples", () => {
  const SECRETS = new Set(["walletBalance"]);

  it("show the value at its place, and the frame", () => {
    const message = { data: [{ price: "1", "a/b": 2 }] };
    expect(violationSample(["data", "0", "price"], message, JSON.stringify(message), SECRETS)).toEqual({
      pointer: "/data/0/price",
      value: '"1"',
      frame: JSON.stringify(message),
    });
    expect(violationSample(["data", "0", "a/b"], message, "", SECRETS)).toMatchObject({
      pointer: "/data/0/a~1b",
      value: "2",
    });
    expect(violationSample(["data", "1"], message, "", SECRETS).value).toBe("");
  });

  it("show no secret, neither of a name nor of the topic", () => {
    const message = { api_key: "AbCdEf123456", walletBalance: 17 };
    for (const path of [["api_key"], ["walletBalance"]]) {
      const sample = violationSample(path, message, "", SECRETS);
      expect(sample.value).toBe("[redacted]");
      expect(sample.frame).toBe('{"api_key":"[redacted]","walletBalance":"[redacted]"}');
    }
  });

  it("show 120 characters of a value and 600 of a frame", () => {
    const of = (length: number) => violationSample(["a"], { a: "x y ".repeat(200).slice(0, length) }, "", SECRETS);
    expect(of(118).value).toHaveLength(120);
    expect(of(118).value.endsWith("…")).toBe(false);
    expect(of(119).value).toHaveLength(120);
    expect(of(119).value.endsWith("…")).toBe(true);
    // `{"a":"` and `"}` are eight characters.
    expect(of(592).frame.endsWith('"}')).toBe(true);
    expect(of(593).frame).toHaveLength(600);
    expect(of(593).frame.endsWith("…")).toBe(true);
  });

  it("of a whole frame show no value; what is no JSON is shown as text", () => {
    expect(frameSample('{ "op" : "dance" }')).toEqual({ pointer: "", value: "", frame: '{"op":"dance"}' });
    expect(frameSample("no json token=AbCdEf123456")).toEqual({
      pointer: "",
      value: "",
      frame: "no json token=[redacted]",
    });
    expect(frameSample(JSON.stringify(trade({ walletBalance: 17 }))).frame).toContain('"walletBalance":17');
  });

  it("of a text that is cut have one character more than can be shown", () => {
    expect(LONGEST_SAMPLED).toBe(16 * 1024 + 1);
  });
});
