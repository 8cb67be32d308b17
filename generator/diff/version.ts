/** Which version the generated package gets, as SemVer 2.0.0 says: below 1.0.0 the second number counts what breaks. */

import type { Level } from "../spec/level.js";

export type Bump = "major" | "minor" | "patch" | "none";

const BUMPS: Readonly<Record<Level, Bump>> = {
  breaking: "major",
  dangerous: "minor",
  compatible: "minor",
  "docs-only": "patch",
};

/** `level`: the worst of the changes; undefined without any. */
export const bumpFor = (level: Level | undefined): Bump => (level === undefined ? "none" : BUMPS[level]);

/** Undefined for what is no version of three numbers. */
export function bumpedVersion(version: string, bump: Bump): string | undefined {
  const [, major, minor, patch] = /^(\d+)\.(\d+)\.(\d+)$/.exec(version)?.map(Number) ?? [];
  if (major === undefined || minor === undefined || patch === undefined) return undefined;
  const step = major === 0 && bump !== "none" ? BEFORE_ONE[bump] : bump;
  switch (step) {
    case "major":
      return `${major + 1}.0.0`;
    case "minor":
      return `${major}.${minor + 1}.0`;
    case "patch":
      return `${major}.${minor}.${patch + 1}`;
    case "none":
      return version;
  }
}

const BEFORE_ONE: Readonly<Record<Exclude<Bump, "none">, Bump>> = { major: "minor", minor: "patch", patch: "patch" };
