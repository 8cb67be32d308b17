/** The facts of two types: of messages, answers and requests. */

import { escapePointer } from "../schema/pointer.js";
import { lineOf } from "../spec/provenance.js";
import {
  areApart,
  type ListType,
  type Member,
  type NumberType,
  type ObjectType,
  shapeOf,
  type TextType,
  type TupleType,
  type ValueType,
} from "../spec/value-type.js";
import { type Direction, type FactKind, type FactValues, type Place, side, type Tell } from "./fact.js";
import { type Likeness, pair, plainName } from "./pair.js";
import { type Named, tellEach, tellPairs } from "./tell.js";

/** A type of one revision, and where in a message its values stand. */
export interface TypeNode {
  readonly type: ValueType;
  /** Of the message; what is particular to the node is filled in. */
  readonly message: Place;
  readonly at: string;
}

export interface Compared {
  readonly direction: Direction;
  readonly tell: Tell;
}

export function compareTypes(before: TypeNode, after: TypeNode, compared: Compared): void {
  // Of two revisions that were made one after the other.
  if (before.type === after.type) return;
  compareNotes(before, after, compared);
  const [older, newer] = [before.type, after.type];
  if (older.kind === "choice" || newer.kind === "choice") compareChoices(before, after, compared);
  else if (older.kind === "object" && newer.kind === "object")
    compareMembers({ ...before, type: older }, { ...after, type: newer }, compared);
  else if (older.kind === "list" && newer.kind === "list")
    compareLists({ ...before, type: older }, { ...after, type: newer }, compared);
  else if (older.kind === "tuple" && newer.kind === "tuple")
    compareTuples({ ...before, type: older }, { ...after, type: newer }, compared);
  else if (older.kind === "text" && newer.kind === "text")
    compareTexts({ ...before, type: older }, { ...after, type: newer }, compared);
  else if (older.kind === "number" && newer.kind === "number")
    compareNumbers({ ...before, type: older }, { ...after, type: newer }, compared);
  else if (shapeOf(older) !== shapeOf(newer)) tellBoth("type", before, after, compared, ({ type }) => type);
}

type NodeOf<Type extends ValueType> = Omit<TypeNode, "type"> & { readonly type: Type };

/** A value that each side has or has not. */
function tellBoth<Kind extends FactKind, Type extends ValueType>(
  kind: Kind,
  before: NodeOf<Type>,
  after: NodeOf<Type>,
  { direction, tell }: Compared,
  valueIn: (node: NodeOf<Type>) => FactValues[Kind] | undefined,
): void {
  const [older, newer] = [valueIn(before), valueIn(after)];
  // Most values are the same: where they stand is looked up for the others.
  if (!Object.is(older, newer))
    tell(kind, direction, { before: side(placeOf(before), older), after: side(placeOf(after), newer) });
}

export function placeOf({ type, message, at }: TypeNode): Place {
  const source = type.sources.find(({ lines }) => lines !== undefined && lineOf({ lines }) !== undefined);
  const page = type.sources.find((each) => each.page !== undefined)?.page ?? message.page;
  const pageLine = (source && lineOf(source)) ?? (at === "" ? message.pageLine : undefined);
  const { page: _, pageLine: __, ...rest } = message;
  return {
    ...rest,
    at,
    pointer: type.pointer,
    ...(page !== undefined && { page }),
    ...(pageLine !== undefined && { pageLine }),
  };
}

/** What decides no value. */
function compareNotes(before: TypeNode, after: TypeNode, compared: Compared): void {
  const both = <Kind extends FactKind>(kind: Kind, valueIn: (type: ValueType) => FactValues[Kind] | undefined): void =>
    tellBoth(kind, before, after, compared, ({ type }) => valueIn(type));
  both("words", ({ title }) => title);
  both("words", ({ description }) => description);
  both("words", ({ condition }) => condition);
  both("words", ({ meaning }) => meaning);
  both("words", ({ presence }) => presence);
  both("unit", ({ unit }) => unit);
  both("scale", ({ scale }) => scale);
  both("deprecated", ({ deprecated }) => (deprecated === true ? true : undefined));
  both("confidence", ({ confidence }) => confidence);
  both("overlay", ({ sources }) => sources.find(({ overlay }) => overlay !== undefined)?.overlay);
}

const below = (node: TypeNode, segment: string, type: ValueType): TypeNode => ({
  ...node,
  type,
  at: `${node.at}/${segment}`,
});

function compareMembers(before: NodeOf<ObjectType>, after: NodeOf<ObjectType>, compared: Compared): void {
  const child = (node: NodeOf<ObjectType>, { name, type }: Member): TypeNode => below(node, escapePointer(name), type);
  const { direction, tell } = compared;
  const pairs = pair(
    before.type.members,
    after.type.members,
    ({ name }) => name,
    (older, newer) => likenessOf(older, newer, before.type, after.type),
  );
  const named = (node: NodeOf<ObjectType>): Named<"member", Member> => ({
    sideOf: (member) => side(placeOf(child(node, member)), member),
    nowhere: () => placeOf(node),
  });
  tellPairs(tell, "member", direction, pairs, { before: named(before), after: named(after) });
  for (const { before: older, after: newer } of [...pairs.same, ...pairs.renamed]) {
    const [from, to] = [child(before, older), child(after, newer)];
    if (older.required !== newer.required)
      tell("required", direction, {
        before: side(placeOf(from), older.required),
        after: side(placeOf(to), newer.required),
      });
    compareTypes(from, to, compared);
  }
}

/** Members of other types are two. */
function likenessOf(before: Member, after: Member, older: ObjectType, newer: ObjectType): readonly Likeness[] {
  if (shapeOf(before.type) !== shapeOf(after.type)) return [];
  const common: Likeness[] = [];
  if (plainName(before.name) === plainName(after.name))
    common.push({ weight: 3, evidence: "the names differ in case and punctuation only" });
  if (before.type.description !== undefined && before.type.description === after.type.description)
    common.push({ weight: 2, evidence: "both are described in the same words" });
  if (older.members.indexOf(before) === newer.members.indexOf(after))
    common.push({ weight: 1, evidence: "both stand at the same place of the message" });
  return common;
}

function compareLists(before: NodeOf<ListType>, after: NodeOf<ListType>, compared: Compared): void {
  const [older, newer] = [before.type, after.type];
  if (older.minItems !== newer.minItems || older.maxItems !== newer.maxItems)
    tellBoth("bounds", before, after, compared, ({ type: { minItems, maxItems } }) => ({
      minItems,
      ...(maxItems !== undefined && { maxItems }),
    }));
  compareTypes(below(before, "*", older.items), below(after, "*", newer.items), compared);
}

function compareTuples(before: NodeOf<TupleType>, after: NodeOf<TupleType>, compared: Compared): void {
  tellBoth("length", before, after, compared, ({ type }) => type.items.length);
  for (const [index, older] of before.type.items.entries()) {
    const newer = after.type.items[index];
    if (newer) compareTypes(below(before, String(index), older), below(after, String(index), newer), compared);
  }
}

function compareTexts(before: NodeOf<TextType>, after: NodeOf<TextType>, compared: Compared): void {
  tellBoth("format", before, after, compared, ({ type }) => type.format);
  compareEnums(before, after, compared);
}

function compareNumbers(before: NodeOf<NumberType>, after: NodeOf<NumberType>, compared: Compared): void {
  if (before.type.whole !== after.type.whole) tellBoth("type", before, after, compared, ({ type }) => type);
  tellBoth("unsafe", before, after, compared, ({ type }) => type.unsafe);
  compareEnums(before, after, compared);
}

function compareEnums(
  before: NodeOf<TextType | NumberType>,
  after: NodeOf<TextType | NumberType>,
  compared: Compared,
): void {
  const [older, newer] = [before.type.enum?.values ?? [], after.type.enum?.values ?? []];
  if (older.length === 0 && newer.length === 0) return;
  if (older.length === 0 || newer.length === 0) {
    tellBoth("enum-list", before, after, compared, ({ type: { enum: list } }) => list && JSON.stringify(list.values));
    return;
  }
  const { tell, direction } = compared;
  tellEach(
    tell,
    "enum-value",
    direction,
    { place: placeOf(before), values: older },
    { place: placeOf(after), values: newer },
  );
}

/** Branches that are the same, or the only ones of their kind, are compared; what is left has come or gone. */
function compareChoices(before: TypeNode, after: TypeNode, compared: Compared): void {
  const [older, newer] = [branchesOf(before.type), branchesOf(after.type)];
  const pairs = older.flatMap((branch) => {
    const match = newer.find((other) => isSameBranch(branch, other, older, newer));
    return match ? [{ branch, match }] : [];
  });
  const isWhole = pairs.length === older.length && pairs.length === newer.length;
  const isApart = !isExclusive(before.type) && !isExclusive(after.type);
  if (!(isWhole && isApart) && shapeOf(before.type) !== shapeOf(after.type))
    tellBoth("type", before, after, compared, ({ type }) => type);
  for (const { branch, match } of pairs) compareTypes({ ...before, type: branch }, { ...after, type: match }, compared);
}

const branchesOf = (type: ValueType): readonly ValueType[] => (type.kind === "choice" ? type.branches : [type]);

/** Where a value that fits two branches fits none. */
const isExclusive = (type: ValueType): boolean =>
  type.kind === "choice" && type.keyword === "oneOf" && !areApart(type.branches);

function isSameBranch(
  branch: ValueType,
  other: ValueType,
  older: readonly ValueType[],
  newer: readonly ValueType[],
): boolean {
  const alike = (list: readonly ValueType[]): ValueType[] => list.filter(({ kind }) => kind === branch.kind);
  if (branch.kind !== other.kind) return false;
  if (alike(older).length === 1 && alike(newer).length === 1) return true;
  const shape = shapeOf(branch);
  // Of several branches of one shape the first goes with the first.
  const nth = (list: readonly ValueType[], one: ValueType): number =>
    list.filter((each) => shapeOf(each) === shape).indexOf(one);
  return shapeOf(other) === shape && nth(older, branch) === nth(newer, other);
}
