/** A person's correction of a derived schema: what, where, why, on what evidence. */

import { paths, query } from "jsonpath-rfc9535";
import { parseDocument } from "yaml";
import type { Report } from "../diagnostics/diagnostic.js";
import { placeAt } from "../diagnostics/place.js";
import { dataOf, offsetAt, refuseYaml } from "../host/yaml-data.js";
import { BROKEN_TEXT, findBrokenText } from "../schema/broken-text.js";
import { isObject } from "../schema/is-object.js";
import type { Json, JsonSchema, Presence } from "../schema/json-schema.js";
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
  /** Members that the object always has. */
  readonly required?: readonly string[];
  /** Members that it may lack, and why: a value of `x-presence`. */
  readonly optional?: Readonly<Record<string, Presence>>;
  readonly because: string;
  readonly evidence: string;
  readonly line: number;
  readonly column: number;
}

type Members = { readonly [key: string]: Json };

const isListOf =
  (...kinds: readonly string[]) =>
  (value: unknown): boolean =>
    Array.isArray(value) && value.length > 0 && value.every((item) => kinds.includes(typeof item));

/** What a correction may do, and whether its value has the form for that. */
const CHANGES: Readonly<Record<string, (value: unknown) => boolean>> = {
  set: isObject,
  replace: isObject,
  required: isListOf("string"),
  optional: isObject,
  accept: isListOf("string", "number"),
  reject: isListOf("string", "number"),
};

export function readOverlay(source: string, file: string, name: string, report: Report): Overlay | undefined {
  const shape =
    "Write a list of entries with `at`, one of `set`, `replace`, `required`, `optional`, `accept` and `reject`, `because` and `evidence`.";
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
    const changes = Object.entries(CHANGES).filter(([member]) => entry?.[member] !== undefined);
    if (changes.length !== 1 || changes.some(([member, fits]) => !fits(entry?.[member])))
      return fail(
        `Correction ${index + 1} needs an object in one of \`set\`, \`replace\` and \`optional\`, names in \`required\`, or values in \`accept\` or \`reject\`.`,
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
    for (const target of targets) current = changeAt(current, segmentsOf(target), (node) => changed(node, action));
    // What is rejected is not in the schema: whether an example still shows it, unlisted-values.ts sees.
    if (JSON.stringify(current) === before && action.reject === undefined) {
      stale(`"${action.at}" already is as the correction wants it.`);
      continue;
    }
    for (const target of targets)
      for (const path of decidedBy(action, segmentsOf(target)))
        current = changeAt(current, path, (node) => sourced(node, overlay.name, action));
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

function changed(node: Members, { set, replace, required, optional, accept, reject }: OverlayAction): Json {
  if (set) return mergePatch(node, set);
  if (required) return withPresence(node, Object.fromEntries(required.map((name) => [name, undefined])));
  if (optional) return withPresence(node, optional);
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

/** Members by name with why they are optional; undefined: they are required. Names that the object does not describe change nothing. */
function withPresence(node: Members, presences: Readonly<Record<string, Presence | undefined>>): Json {
  const properties = isObject(node.properties) ? (node.properties as Readonly<Record<string, Members>>) : {};
  const named = Object.entries(presences).filter(([name]) => Object.hasOwn(properties, name));
  const described = named.map(([name, presence]) => {
    const { "x-presence": _why, "x-condition": _when, ...member } = properties[name] ?? {};
    return [name, { ...member, ...(presence !== undefined && { "x-presence": presence }) }] as const;
  });
  const before = (node.required ?? []) as readonly string[];
  const isOptional = (name: string): boolean => named.some(([other, presence]) => other === name && presence);
  const proven = named.flatMap(([name, presence]) => (presence === undefined ? [name] : []));
  const required = [...new Set([...before.filter((name) => !isOptional(name)), ...proven])];
  const { required: _none, ...free } = node;
  return {
    ...(required.length > 0 ? { ...node, required } : free),
    ...(named.length > 0 && { properties: { ...properties, ...Object.fromEntries(described) } }),
  };
}

/** The nodes of which a person has decided something: the target, or the members of it that are named. */
function decidedBy({ required, optional }: OverlayAction, target: readonly string[]): (readonly string[])[] {
  const names = required ?? (optional && Object.keys(optional));
  return names ? names.map((name) => [...target, "properties", name]) : [target];
}

/** What a person has decided is no guess of ours any more; who speaks of values has not spoken of name and type. */
function sourced(node: Members, overlay: string, { because, accept, reject }: OverlayAction): Json {
  const { "x-confidence": guess, ...others } = node;
  const isOfValues = accept !== undefined || reject !== undefined;
  const source = isObject(node["x-source"]) ? (node["x-source"] as Members) : {};
  const before = source.overlay;
  const isSecond = typeof before === "string" && before.startsWith(`${overlay}: `);
  return {
    ...others,
    ...(isOfValues && guess !== undefined && { "x-confidence": guess }),
    "x-source": { ...source, overlay: isSecond ? `${before} ${because}` : `${overlay}: ${because}` },
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
