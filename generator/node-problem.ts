/**
 * Whether this Node runs the tool. Imports nothing and is written for the oldest Node that knows ES modules: it is what
 * an old Node gets to see instead of a stack trace.
 */

/** The first Node that loads ES modules by `require` without being asked to; `engines` says the same. */
const MINIMUM = { major: 20, minor: 19 };

/** What to tell the user, or undefined. `version` as in `process.versions.node`. */
export function nodeProblem(version: string): string | undefined {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major > MINIMUM.major || (major === MINIMUM.major && minor >= MINIMUM.minor)) return undefined;
  return `wireloom needs Node ${MINIMUM.major}.${MINIMUM.minor} or later; this is ${version}.`;
}
