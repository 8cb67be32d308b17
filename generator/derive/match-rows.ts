/** Which table row speaks of which member of the examples. */

import { escapePointer, pointerOf } from "../schema/pointer.js";
import type { Confidence } from "./confidence.js";
import type { TopicEvidence } from "./evidence.js";
import type { RowClaim } from "./row-claim.js";
import { type Field, fieldsOf, type Shape, shapeOf } from "./shape.js";

export interface NearName {
  /** As people read it. */
  readonly rule: string;
  readonly confidence: Exclude<Confidence, "certain">;
}

export interface TopicMatch {
  readonly evidence: TopicEvidence;
  /** Merged examples by form, in page order. */
  readonly forms: ReadonlyMap<string, Shape>;
  /** Forms that the line file names and no example shows. */
  readonly unshown: readonly string[];
  /** Every member of every form. */
  readonly fields: readonly Field[];
  readonly rowOf: ReadonlyMap<Field, RowClaim>;
  /** For each row the members that it names, records before envelope; empty: the row is alone. */
  readonly fieldsOfRow: ReadonlyMap<RowClaim, readonly Field[]>;
  /** Rows that were matched by a near-name rule. */
  readonly nearNames: ReadonlyMap<RowClaim, NearName>;
  /** Of rows in tables that nest: the member, lists passed over. */
  readonly places: ReadonlyMap<RowClaim, string>;
  /** Pointers of the objects that carry the payload, per form. */
  readonly records: ReadonlyMap<string, ReadonlySet<string>>;
}

/** `payload`: the member below which records stand. */
export function matchTopic(evidence: TopicEvidence, payload?: string): TopicMatch {
  const nodesByForm = new Map<string, (typeof evidence.examples)[number]["node"][]>();
  for (const { form, node } of evidence.examples) nodesByForm.set(form, [...(nodesByForm.get(form) ?? []), node]);
  const forms = new Map([...nodesByForm].map(([form, nodes]) => [form, shapeOf(nodes)]));
  // An example that no discriminator tells apart is of all forms.
  const named = forms.has("push") ? [] : Object.keys(evidence.entry.forms?.values ?? {});
  const unshown = named.filter((form) => !forms.has(form));
  const fields = [...forms].flatMap(([form, shape]) => fieldsOf(form, shape));
  const rowNames = new Set(evidence.rows.map(({ name }) => name));
  const records = new Map([...forms].map(([form, shape]) => [form, findRecords(shape, rowNames, payload)]));
  // What no example shows is taken to be laid out as what one does.
  const [like = new Set<string>()] = records.values();
  for (const form of unshown) records.set(form, like);
  const isRecord = (field: Field): boolean => isInRecord(field, records);
  const recordsFirst = (some: readonly Field[]): Field[] => [
    ...some.filter(isRecord),
    ...some.filter((field) => !isRecord(field)),
  ];

  const rowOf = new Map<Field, RowClaim>();
  const fieldsOfRow = new Map<RowClaim, Field[]>();
  const nearNames = new Map<RowClaim, NearName>();
  for (const row of evidence.rows) fieldsOfRow.set(row, []);
  const pairWith = (row: RowClaim, named: readonly Field[]): void => {
    for (const field of named) rowOf.set(field, row);
    fieldsOfRow.set(row, recordsFirst(named));
  };
  const pair = (row: RowClaim, key: string): void =>
    pairWith(
      row,
      fields.filter((field) => field.key === key && !rowOf.has(field)),
    );
  const { places, misnamed } = placesOf(evidence, fields);
  for (const row of misnamed) nearNames.set(row, { rule: "its members stand in another one", confidence: "likely" });
  for (const [row, place] of places)
    pairWith(
      row,
      fields.filter((field) => isAt(field, place) && !rowOf.has(field)),
    );
  for (const row of evidence.rows) {
    const isLeft = (fieldsOfRow.get(row) ?? []).length === 0;
    const named = isLeft ? fields.filter((field) => field.key === row.name && !rowOf.has(field)) : [];
    // Where a table says the level, a name at other levels is that member only if there is one.
    if (!places.has(row)) pairWith(row, named);
    else if (new Set(named.map(placeOf)).size === 1) {
      pairWith(row, named);
      nearNames.set(row, { rule: "its name at another level", confidence: "likely" });
    }
  }
  // Near names only between what is left on both sides, and only for payload members: an envelope key is never a typo of a row.
  for (const { holds, ...near } of NEAR_NAME_RULES) {
    for (const row of evidence.rows) {
      if ((fieldsOfRow.get(row) ?? []).length > 0) continue;
      const field = fields.find((each) => isRecord(each) && !rowOf.has(each) && holds(row, each.key));
      if (!field) continue;
      pair(row, field.key);
      nearNames.set(row, near);
    }
  }
  // A row that repeats the name of another one, and has no member for itself, speaks of the same members.
  for (const row of evidence.rows) {
    if (fieldsOfRow.get(row)?.length === 0)
      fieldsOfRow.set(row, recordsFirst(fields.filter(({ key }) => key === row.name)));
  }
  return { evidence, forms, unshown, fields, rowOf, fieldsOfRow, nearNames, records, places };
}

/** Rows that stand below a member which is nowhere: no example has an object or an empty list there, and no row is of it. */
export function rowsNowhere({ evidence, fields, fieldsOfRow, places }: TopicMatch): RowClaim[] {
  const objects = new Set([""]);
  for (const { parent, pointer, shape } of fields) {
    objects.add(withoutLists(parent));
    if (shape.objects > 0 || (shape.arrays > 0 && !shape.items)) objects.add(withoutLists(pointer));
  }
  // What only the table has stands below what has a place: rows come before those below them.
  return evidence.rows.filter((row) => {
    const place = places.get(row);
    if (place === undefined || fieldsOfRow.get(row)?.length !== 0) return false;
    const isNowhere = !objects.has(parentOf(place));
    if (!isNowhere) objects.add(place);
    return isNowhere;
  });
}

/** A pointer without its last member. */
export const parentOf = (pointer: string): string => pointer.slice(0, pointer.lastIndexOf("/"));

/** A pointer without its lists: tables pass over them. */
export const withoutLists = (pointer: string): string => pointer.replaceAll("/*", "");

const placeOf = ({ pointer }: Field): string => withoutLists(pointer);
const isAt = (field: Field, place: string): boolean => placeOf(field) === place;

interface TablePlaces {
  readonly places: Map<RowClaim, string>;
  /** Rows that call a member otherwise than the examples. */
  readonly misnamed: readonly RowClaim[];
}

/** Each table that nests begins at the message, or at the member below which most of its rows are found. */
function placesOf({ rows }: TopicEvidence, fields: readonly Field[]): TablePlaces {
  const shown = new Set(fields.map(placeOf));
  const misnamed: RowClaim[] = [];
  const roots = [...new Set(fields.map(({ parent }) => withoutLists(parent)))].sort((a, b) => a.length - b.length);
  const found = new Map<RowClaim, string>();
  for (const own of tablesOf(rows)) {
    if (!own.some(({ path }) => path.length > 1)) continue;
    const at = (root: string, { path }: RowClaim): string => root + pointerOf(path);
    const hits = (root: string): number => own.filter((row) => shown.has(at(root, row))).length;
    const root = roots.reduce((best, other) => (hits(other) > hits(best) ? other : best), "");
    const table = new Map(own.map((row) => [row, at(root, row)]));
    for (const [row, place] of table) {
      const other = memberWithRowsOf(place, [...table.values()], shown);
      if (other === undefined) continue;
      misnamed.push(row);
      for (const [moved, from] of table)
        if (from === place || from.startsWith(`${place}/`)) table.set(moved, other + from.slice(place.length));
    }
    for (const [row, place] of table) found.set(row, place);
  }
  return { places: found, misnamed };
}

/** The member beside a place that no example shows, in which most of what the table has below that place is found: `data` for `list`. */
function memberWithRowsOf(place: string, places: readonly string[], shown: ReadonlySet<string>): string | undefined {
  if (shown.has(place)) return undefined;
  const below = places.filter((other) => other.startsWith(`${place}/`)).map((other) => other.slice(place.length));
  if (below.length === 0) return undefined;
  const beside = [...shown].filter((other) => parentOf(other) === parentOf(place) && !places.includes(other));
  return beside.find((other) => below.filter((rest) => shown.has(other + rest)).length * 2 > below.length);
}

function tablesOf(rows: readonly RowClaim[]): RowClaim[][] {
  const tables = new Map<RowClaim["table"], RowClaim[]>();
  for (const row of rows) tables.set(row.table, [...(tables.get(row.table) ?? []), row]);
  return [...tables.values()];
}

export function isInRecord({ form, parent }: Pick<Field, "form" | "parent">, records: TopicMatch["records"]): boolean {
  const pointers = [...(records.get(form) ?? [])];
  return pointers.some((record) => parent === record || parent.startsWith(`${record}/`));
}

/** `created_at` and `create_time` share `creat`. */
const pastStem = (name: string): string | undefined => /^(\w+?)e?d_at$/.exec(name)?.[1];
const timeStem = (name: string): string | undefined => /^(\w+?)e?_time$/.exec(name)?.[1];

const squash = (name: string): string => name.replaceAll("_", "").toLowerCase();

/** Most certain first. Each is a way in which the pages were seen to misname a field. */
const NEAR_NAME_RULES: readonly (NearName & { readonly holds: (row: RowClaim, key: string) => boolean })[] = [
  {
    rule: "the placeholder's own words",
    confidence: "likely",
    holds: ({ nameCell }, key) => nameCell.placeholders.some((placeholder) => placeholder.words === key),
  },
  {
    rule: "letter case or underscores",
    confidence: "likely",
    holds: ({ name }, key) => squash(name) === squash(key),
  },
  {
    rule: "`_at` for `_time`",
    confidence: "likely",
    holds: ({ name }, key) => pastStem(name) !== undefined && pastStem(name) === timeStem(key),
  },
  { rule: "a word less", confidence: "guess", holds: ({ name }, key) => isPartOf(words(name), words(key)) },
  {
    rule: "a shorter word",
    confidence: "guess",
    holds: ({ name }, key) => name.length >= 4 && squash(key).startsWith(squash(name)),
  },
];

const words = (name: string): string[] =>
  name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .split("_");

function isPartOf(part: readonly string[], whole: readonly string[]): boolean {
  return (
    part.length < whole.length && part.length > 0 && part.every((word, index) => whole.at(index - part.length) === word)
  );
}

/**
 * The records: below the payload (or the root where there is none), the innermost objects that undocumented containers
 * lead to. `data.levels[]` and `data.update[]` are such containers; `B[]` has a row and is a field.
 */
function findRecords(root: Shape, rowNames: ReadonlySet<string>, payload: string | undefined): Set<string> {
  const data = payload === undefined ? undefined : root.members.get(payload);
  const records = new Set<string>();
  const visit = (shape: Shape, pointer: string): void => {
    if (shape.items) visit(shape.items, `${pointer}/*`);
    if (shape.objects === 0) return;
    const containers = [...shape.members].filter(
      ([key, { shape: inner }]) =>
        !rowNames.has(key) && (inner.objects > 0 || (inner.arrays > 0 && (!inner.items || inner.items.objects > 0))),
    );
    if (containers.length === 0) records.add(pointer);
    for (const [key, { shape: inner }] of containers) visit(inner, `${pointer}/${escapePointer(key)}`);
  };
  if (payload !== undefined && data) visit(data.shape, `/${escapePointer(payload)}`);
  else visit(root, "");
  return records;
}
