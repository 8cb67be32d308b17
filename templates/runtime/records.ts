/** A table of records by their key, from snapshots and the changes that follow. */

import type { Applied, Keeper } from "./order-book.js";
import { pathOf, valueAt } from "./pointer.js";
import type { RecordsLayout } from "./protocol.js";

export interface Records<Row, Message> {
  /** By the values of the key's members, joined by a comma: `ABC,0`. */
  readonly records: ReadonlyMap<string, Row>;
  /** The last message that was applied. */
  readonly message: Message;
}

/** Type of a member, in messages that are lists in any of their items. */
export type MemberOf<T, K extends string> = T extends readonly (infer Item)[]
  ? MemberOf<Item, K>
  : K extends keyof T
    ? T[K]
    : never;

/** What a list holds, or the thing itself. */
export type RowOf<T> = T extends readonly (infer Item)[] ? Item : T;

/** `sequence`: pointer to a number that never goes back. */
export function createRecords<Row, Message>(
  layout: RecordsLayout,
  sequence: string | undefined,
): Keeper<Records<Row, Message>> {
  const optional = (pointer: string | undefined) => (pointer === undefined ? undefined : pathOf(pointer));
  const paths = {
    snapshot: optional(layout.snapshot),
    changes: [layout.update, ...(layout.insert === undefined ? [] : [layout.insert])].map(pathOf),
    delete: optional(layout.delete),
    sequence: optional(sequence),
    version: optional(layout.version),
    baseLine: optional(layout.baseLine),
  };
  let rows = new Map<string, Row>();
  let live = paths.snapshot === undefined;
  let last: Counts | undefined;
  let message: Message | undefined;
  let view: Records<Row, Message> | undefined;

  const nameOf = (record: object): string =>
    layout.key.map((member) => String((record as Record<string, unknown>)[member])).join(",");
  const listAt = (found: unknown): object[] =>
    (Array.isArray(found) ? found : [found]).filter((record) => typeof record === "object" && record !== null);

  return {
    apply(form, next) {
      const whole = paths.snapshot !== undefined && form === "snapshot";
      if (!whole && !live) return { kind: "waiting" };
      const counts: Counts = {
        sequence: paths.sequence && Number(valueAt(next, paths.sequence)),
        version: paths.version && Number(valueAt(next, paths.version)),
        baseLine: paths.baseLine && valueAt(next, paths.baseLine),
      };
      const problem = whole || !last ? undefined : compare(last, counts);
      if (problem) return problem;
      if (whole) rows = new Map();
      if (paths.delete && !whole) for (const record of listAt(valueAt(next, paths.delete))) rows.delete(nameOf(record));
      for (const path of whole && paths.snapshot ? [paths.snapshot] : paths.changes) {
        for (const record of listAt(valueAt(next, path))) {
          const name = nameOf(record);
          rows.set(name, Object.freeze({ ...rows.get(name), ...record }) as Row);
        }
      }
      live = true;
      last = counts;
      message = next as Message;
      view = undefined;
      return { kind: "applied" };
    },
    view() {
      if (message === undefined) return undefined;
      view ??= Object.freeze({ records: new Map(rows), message });
      return view;
    },
    reset() {
      rows = new Map();
      live = paths.snapshot === undefined;
      last = undefined;
      message = undefined;
      view = undefined;
    },
  };
}

interface Counts {
  readonly sequence: number | undefined;
  readonly version: number | undefined;
  readonly baseLine: unknown;
}

/** What does not fit with the numbers of the message before. */
function compare(last: Counts, next: Counts): Applied | undefined {
  const gap = (reason: string): Applied => ({ kind: "gap", reason });
  if (last.sequence !== undefined && next.sequence !== undefined && next.sequence < last.sequence)
    return gap(`the sequence went back from ${last.sequence} to ${next.sequence}`);
  if (last.version === undefined || next.version === undefined) return undefined;
  if (last.baseLine !== next.baseLine)
    return gap(`the base line changed from ${last.baseLine} to ${next.baseLine} without a snapshot`);
  if (next.version === last.version) return { kind: "duplicate" };
  return next.version === last.version + 1
    ? undefined
    : gap(`the version went from ${last.version} to ${next.version}`);
}
