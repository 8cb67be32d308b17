/** A person's correction of a derived schema: what, where, why, on what evidence. */

import { paths, query } from "jsonpath-rfc9535";
import { parseDocument } from "yaml";
import type { Report } from "../diagnostics/diagnostic.js";
import { placeAt } from "../diagnostics/place.js";
import { dataOf, offsetAt, refuseYaml } from "../host/yaml-data.js";
import { BROKEN_TEXT, findBrokenText } from "../schema/broken-text.js";
import { isObject } from "../schema/is-object.js";
import type { Json, JsonSchema } from "../schema/json-schema.js";
import { checkSchema, placeName } from "../spec/check-schema.js";
import type { SchemaFault } from "../spec/read-value-type.js";

/** Of one overlay that are told. */
const MAX_FAULTS = 20;

export interface Overlay {
  /** As diagnostics name it. */
  readonly file: string;
  /** Path below the line's folder, as the schema names it: the same on every machine. */
  readonly name: string;
  readonly source: string;
  readonly actions: readonly OverlayAction[];
}

export interface OverlayAction {
  /** RFC 9535 JSONPath into the schema. */
  readonly at: string;
  /** Merge patch (RFC 7396): members are set, `null` removes. */
  readonly set?: Members;
  /** The node anew: what described it stays, what said which values it has goes. */
  readonly replace?: Members;
  /** Values that an example shows and the documented ones lack: they are values as well. */
  readonly accept?: readonly (string | number)[];
  /** Such values that are none: the example is wrong. */
  readonly reject?: readonly (string | number)[];
  readonly because: string;
  readonly evidence: string;
  readonly line: number;
  readonly column: number;
}

type Members = { readonly [key: string]: Json };

const isValues = (value: unknown): boolean =>
  Array.isArray(value) && value.length > 0 && value.every((item) => ["string", "number"].includes(typeof item));

/** What a correction may do, and what says how. */
const SHAPES = { set: isObject, replace: isObject, accept: isValues, reject: isValues };
const CHANGES = "`set`, `replace`, `accept` and `reject`";

export function readOverlay(source: string, file: string, name: string, report: Report): Overlay | undefined {
  const shape = `Write a list of entries with \`at\`, one of ${CHANGES}, \`because\` and \`evidence\`.`;
  const fail = (message: string, offset: number, fix = shape): undefined => {
    report.add({ code: "config/overlay", severity: "error", message, file, ...placeAt(source, offset), fix });
    return undefined;
  };
  const refusal = refuseYaml(source);
  if (refusal) return fail(refusal.message, refusal.offset, refusal.fix);
  const document = parseDocument(source, { logLevel: "silent" });
  const error = document.errors[0];
  if (error)
    return fail(`Not readable YAML: ${error.message.split("\n")[0]}`, error.pos[0], "Indent with spaces, not tabs.");
  const { value: root, fault } = dataOf(document);
  if (fault) return fail(fault.message, fault.offset, fault.fix);
  const [broken] = findBrokenText(root);
  if (broken) return fail(BROKEN_TEXT.message, offsetAt(document, broken.path, broken.atName), BROKEN_TEXT.fix);
  if (!Array.isArray(root)) return fail("An overlay is a list of corrections.", 0, shape);
  const actions: OverlayAction[] = [];
  for (const [index, item] of root.entries()) {
    const node = document.getIn([index], true) as { range?: [number, number, number] } | undefined;
    const offset = node?.range?.[0] ?? 0;
    const { line, column } = placeAt(source, offset);
    const entry = item as Record<string, unknown> | null;
    for (const member of ["at", "because", "evidence"]) {
      if (typeof entry?.[member] !== "string" || entry[member] === "") {
        return fail(`Correction ${index + 1} has no text in \`${member}\`.`, offset, shape);
      }
    }
    const changes = Object.entries(SHAPES).filter(([member]) => entry?.[member] !== undefined);
    if (changes.length !== 1 || changes.some(([member, fits]) => !fits(entry?.[member])))
      return fail(
        `Correction ${index + 1} needs an object in either \`set\` or \`replace\`, or a list of values in \`accept\` or \`reject\`.`,
        offset,
      );
    actions.push({ ...(entry as unknown as Omit<OverlayAction, "line" | "column">), line, column });
  }
  return { file, name, source, actions };
}

/**
 * Applies every action. One that hits nothing or changes nothing is stale: an error, because its reason is gone. What
 * comes out is a schema that can be read, or the one that went in and an error at the action that spoils it.
 */
export function applyOverlay(schema: JsonSchema, overlay: Overlay, report: Report): JsonSchema {
  let current = structuredClone(schema) as Json;
  const states = [current];
  for (const action of overlay.actions) {
    const stale = (message: string): void => reportStale(action, overlay, message, report);
    states.push(current);
    let targets: readonly string[];
    try {
      targets = targetsOf(current, action);
    } catch (error) {
      stale(`"${action.at}" is no JSONPath (RFC 9535): ${error instanceof Error ? error.message : String(error)}`);
      continue;
    }
    if (targets.length === 0) {
      stale(`"${action.at}" points at nothing in the schema.`);
      continue;
    }
    const before = JSON.stringify(current);
    const because = { overlay: `${overlay.name}: ${action.because}` };
    for (const target of targets) current = changeAt(current, segmentsOf(target), (node) => changed(node, action));
    // What is rejected is not in the schema: whether an example still shows it, unlisted-values.ts sees.
    if (JSON.stringify(current) === before && action.reject === undefined) {
      stale(`"${action.at}" already is as the correction wants it.`);
      continue;
    }
    for (const target of targets)
      current = changeAt(current, segmentsOf(target), (node) => sourced(node, action, because));
    states[states.length - 1] = current;
  }
  return reportSpoilt(states, overlay, report) ? schema : (current as JsonSchema);
}

/** Normalized paths of what it corrects. @throws if `at` is no JSONPath. */
export function targetsOf(schema: Json | JsonSchema, { at }: OverlayAction): readonly string[] {
  const targets = paths(schema as never, at);
  // `query` and `paths` agree; asking both keeps a partial match from passing silently.
  return query(schema as never, at).length === targets.length ? targets : [];
}

export function reportStale(action: OverlayAction, overlay: Overlay, message: string, report: Report): void {
  const fix = "Remove the correction, or point it at what the schema has now.";
  report.add({ code: "config/stale-overlay", ...placeOf(action, overlay), message, fix });
}

const placeOf = ({ line, column }: OverlayAction, { file, source }: Overlay) => ({
  severity: "error" as const,
  file,
  line,
  column,
  excerpt: (source.split("\n")[line - 1] ?? "").slice(0, 400),
});

/** `states`: the schema before the first action and after each. A later action may mend what an earlier one breaks. */
function reportSpoilt(states: readonly Json[], overlay: Overlay, report: Report): boolean {
  const { faults } = checkSchema(states.at(-1));
  const keyOf = ({ pointer, message }: SchemaFault): string => `${pointer} ${message}`;
  for (const fault of faults.slice(0, MAX_FAULTS)) {
    const since = states.findIndex((state) => checkSchema(state).faults.some((other) => keyOf(other) === keyOf(fault)));
    const action = overlay.actions[Math.max(0, since - 1)];
    const message = `The schema cannot be read with it: ${placeName(fault.pointer)}: ${fault.message}`;
    if (action) report.add({ code: "config/overlay", ...placeOf(action, overlay), message, fix: fault.fix });
  }
  return faults.length > 0;
}

/** What says something about a node and nothing about its values: it stays when the node is replaced. */
const DESCRIPTION = ["title", "description", "deprecated", "x-source", "x-presence", "x-condition", "x-words"];

function changed(node: Members, { set, replace, accept, reject }: OverlayAction): Json {
  if (set) return mergePatch(node, set);
  if (accept) return withValues(node, accept);
  if (reject) return node;
  const described = Object.entries(node).filter(([key]) => DESCRIPTION.includes(key));
  return { ...Object.fromEntries(described), ...replace };
}

/** A node without a list of values stays as it is. */
function withValues(node: Members, accepted: readonly (string | number)[]): Members {
  const { "x-enum": keyword } = node as JsonSchema;
  if (keyword === undefined) return node;
  const values = [...keyword.values, ...accepted.filter((value) => !keyword.values.includes(value))];
  return { ...node, "x-enum": { ...keyword, values } };
}

/** What a person has decided is no guess of ours any more; who speaks of values has not spoken of name and type. */
function sourced(node: Members, { accept, reject }: OverlayAction, source: { overlay: string }): Json {
  const { "x-confidence": guess, ...others } = node;
  const isOfValues = accept !== undefined || reject !== undefined;
  const sources = isObject(node["x-source"]) ? node["x-source"] : {};
  return {
    ...others,
    ...(isOfValues && guess !== undefined && { "x-confidence": guess }),
    "x-source": { ...sources, ...source },
  };
}

/** Normalized paths only have `['name']` and `[index]`. */
function segmentsOf(path: string): string[] {
  return [...path.matchAll(/\['((?:[^'\\]|\\.)*)'\]|\[(\d+)\]/g)].map((match) =>
    match[1] === undefined
      ? (match[2] ?? "")
      : (JSON.parse(`"${match[1].replaceAll("\\'", "'").replaceAll('"', '\\"')}"`) as string),
  );
}

function changeAt(node: Json, segments: readonly string[], change: (node: Members) => Json): Json {
  const [segment, ...rest] = segments;
  if (Array.isArray(node))
    return node.map((item, index) =>
      String(index) === segment ? changeAt(item as Json, rest, change) : (item as Json),
    );
  if (typeof node !== "object" || node === null) return node;
  const members = node as Members;
  if (segment === undefined) return change(members);
  const inner = members[segment];
  return inner === undefined ? node : { ...members, [segment]: changeAt(inner, rest, change) };
}

/** RFC 7396. */
export function mergePatch(target: Json | undefined, patch: Json): Json {
  if (!isObject(patch)) return patch;
  const base = isObject(target) ? target : {};
  const merged = new Map<string, Json>(Object.entries(base));
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) merged.delete(key);
    else merged.set(key, mergePatch(merged.get(key), value as Json));
  }
  return Object.fromEntries(merged);
}
