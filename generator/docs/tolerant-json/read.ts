/**
 * Reads hand-written JSON token by token and records every repair. A repair changes punctuation only: the literals of the
 * value are those of the text, which a second, separate reading of the text confirms.
 */

import type { JsonArray, JsonMember, JsonNode, JsonObject, JsonPlace, Repair } from "../json-node.js";
import { createPlaceOf, type PlaceOf } from "../place-of.js";
import { attachComments } from "./comments.js";
import { checkLiterals } from "./conservation.js";
import type { Draft, DraftMember, DraftObject, Edit } from "./draft.js";
import { oneLine } from "./source-text.js";
import { readStructure } from "./structure.js";
import { type Comment, readTokens } from "./tokens.js";

export interface TolerantJson {
  /** Absent if there is a problem, or if the text holds nothing but blanks, comments and elisions. */
  readonly value?: JsonNode;
  /** In page order; with a problem, those before it. */
  readonly repairs: readonly Repair[];
  readonly problem?: JsonProblem;
}

export interface JsonProblem extends JsonPlace {
  readonly message: string;
}

/** Never throws. `start` is the place of the text's first character. */
export function readTolerantJson(text: string, start: JsonPlace): TolerantJson {
  return readPlacedJson(text, createPlaceOf(text, start));
}

/** As `readTolerantJson`, for a text that does not stand on the page character by character. */
export function readPlacedJson(text: string, placeOf: PlaceOf): TolerantJson {
  const { tokens, comments } = readTokens(text);
  const { root, members, edits: structural, problem: broken } = readStructure(text, tokens);
  const edits = [...comments.map((comment) => commentEdit(text, comment)), ...structural];
  attachComments(text, comments, members);
  const problem =
    broken ??
    (root &&
      checkLiterals(
        buildNode(root, placeOf, (object) => object.members),
        text,
      ));
  const value =
    root &&
    buildNode(root, placeOf, (object) => {
      const { kept, dropped } = splitDuplicates(object.members);
      edits.push(...dropped.map(([member, winner]) => duplicateEdit(text, member, winner)));
      return kept;
    });
  const end = problem?.offset ?? Number.POSITIVE_INFINITY;
  const repairs = edits
    .filter((edit) => edit.offset <= end)
    .sort((a, b) => a.offset - b.offset)
    .map(({ kind, offset, before, after }): Repair => ({ kind, ...placeOf(offset), before, after }));
  if (problem) return { repairs, problem: { message: problem.message, ...placeOf(problem.offset) } };
  return value ? { value, repairs } : { repairs };
}

function commentEdit(text: string, { start, end }: Comment): Edit {
  return { kind: "comment", offset: start, before: oneLine(text.slice(start, end)), after: "" };
}

function duplicateEdit(text: string, member: DraftMember, winner: DraftMember): Edit {
  const write = ({ keyStart, value }: DraftMember): string => oneLine(text.slice(keyStart, value?.end));
  return { kind: "duplicate-key", offset: member.keyStart, before: write(member), after: write(winner) };
}

/** Each key once, as its last occurrence; the earlier ones with the one that wins. */
function splitDuplicates(members: readonly DraftMember[]): {
  kept: DraftMember[];
  dropped: [DraftMember, DraftMember][];
} {
  const last = new Map(members.map((member) => [member.key, member]));
  const kept: DraftMember[] = [];
  const dropped: [DraftMember, DraftMember][] = [];
  for (const member of members) {
    const winner = last.get(member.key) ?? member;
    if (winner === member) kept.push(member);
    else dropped.push([member, winner]);
  }
  return { kept, dropped };
}

/** Recursive: drafts are at most `MAX_DEPTH` deep. */
function buildNode(
  draft: Draft,
  placeOf: PlaceOf,
  membersOf: (object: DraftObject) => readonly DraftMember[],
): JsonNode {
  const place = placeOf(draft.start);
  if (draft.kind === "literal") return { ...draft.literal, ...place };
  if (draft.kind === "array") {
    const items = draft.items.map((item) => buildNode(item, placeOf, membersOf));
    return { kind: "array", items, elided: draft.elided, ...place } satisfies JsonArray;
  }
  const members = membersOf(draft).flatMap(({ key, keyStart, value, comment }): JsonMember[] => {
    if (!value) return [];
    const node = buildNode(value, placeOf, membersOf);
    return [{ key, keyPlace: placeOf(keyStart), value: node, ...(comment === undefined ? {} : { comment }) }];
  });
  return { kind: "object", members, ...place } satisfies JsonObject;
}
