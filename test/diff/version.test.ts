/** Which version a change makes, as SemVer 2.0.0 says. */

import { expect, it } from "vitest";
import { bumpedVersion, bumpFor } from "../../generator/diff/version.js";
import type { Level } from "../../generator/spec/level.js";

it.each<[string, Level | undefined, string]>([
  // From 1.0.0 on: MAJOR for what breaks, MINOR for what is new, PATCH for the rest.
  ["1.2.3", "breaking", "2.0.0"],
  ["1.2.3", "dangerous", "1.3.0"],
  ["1.2.3", "compatible", "1.3.0"],
  ["1.2.3", "docs-only", "1.2.4"],
  ["1.2.3", undefined, "1.2.3"],
  ["9.99.999", "compatible", "9.100.0"],
  // Below, anything may change: by convention MINOR for what breaks, which is what ^0.2.3 keeps out, and PATCH for the rest.
  ["0.2.3", "breaking", "0.3.0"],
  ["0.2.3", "dangerous", "0.2.4"],
  ["0.2.3", "compatible", "0.2.4"],
  ["0.2.3", "docs-only", "0.2.4"],
  ["0.2.3", undefined, "0.2.3"],
  ["0.0.9", "breaking", "0.1.0"],
])("%s, where the worst change is %s, becomes %s", (version, level, next) => {
  expect(bumpedVersion(version, bumpFor(level))).toBe(next);
});

it.each(["", "1", "1.2", "1.2.3.4", "v1.2.3", "1.2.3-rc.1", "1.2.x", "latest"])(
  "%s is no version of three numbers",
  (version) => {
    for (const bump of ["major", "minor", "patch", "none"] as const)
      expect(bumpedVersion(version, bump)).toBeUndefined();
  },
);
