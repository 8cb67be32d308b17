/** Which thing of one revision is which of the other: by name, and what is left by what else they have in common. */

export interface Renamed<Thing> {
  readonly before: Thing;
  readonly after: Thing;
  /** What they have in common, in words. */
  readonly evidence: readonly string[];
}

export interface Pairs<Thing> {
  readonly same: readonly { readonly before: Thing; readonly after: Thing }[];
  readonly renamed: readonly Renamed<Thing>[];
  readonly removed: readonly Thing[];
  readonly added: readonly Thing[];
}

/** Something in common, and how much it says: from 2 on, two things can be one. */
export interface Likeness {
  readonly weight: number;
  readonly evidence: string;
}

const ENOUGH = 2;

/**
 * Two things of other names are one if each is the best match of the other, and no second is as good. `likeness` is the same both ways, so that the
 * pairs are.
 */
export function pair<Thing>(
  before: readonly Thing[],
  after: readonly Thing[],
  nameOf: (thing: Thing) => string,
  likeness: (before: Thing, after: Thing) => readonly Likeness[],
): Pairs<Thing> {
  const older = new Map(before.map((thing) => [nameOf(thing), thing]));
  const newer = new Map(after.map((thing) => [nameOf(thing), thing]));
  const same = [...older].flatMap(([name, thing]) => {
    const other = newer.get(name);
    return other === undefined ? [] : [{ before: thing, after: other }];
  });
  const gone = [...older].flatMap(([name, thing]) => (newer.has(name) ? [] : [thing]));
  const come = [...newer].flatMap(([name, thing]) => (older.has(name) ? [] : [thing]));
  const renamed = renames(gone, come, likeness);
  return {
    same,
    renamed,
    removed: gone.filter((thing) => !renamed.some((each) => each.before === thing)),
    added: come.filter((thing) => !renamed.some((each) => each.after === thing)),
  };
}

function renames<Thing>(
  gone: readonly Thing[],
  come: readonly Thing[],
  likeness: (before: Thing, after: Thing) => readonly Likeness[],
): Renamed<Thing>[] {
  const scored = gone.flatMap((before) =>
    come.map((after) => {
      const common = likeness(before, after);
      return { before, after, common, score: common.reduce((sum, { weight }) => sum + weight, 0) };
    }),
  );
  const isBest = (candidate: (typeof scored)[number]): boolean =>
    scored.every(
      (other) =>
        other === candidate ||
        (other.before !== candidate.before && other.after !== candidate.after) ||
        other.score < candidate.score,
    );
  return scored
    .filter((candidate) => candidate.score >= ENOUGH && isBest(candidate))
    .map(({ before, after, common }) => ({ before, after, evidence: common.map(({ evidence }) => evidence) }));
}

/** Names that differ in case, underscores and dashes only. */
export const plainName = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, "");
