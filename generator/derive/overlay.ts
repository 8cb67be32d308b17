/** A person's correction of a derived schema: what, where, why, on what evidence. */

import { paths, query } from "jsonpath-rfc9535";
import { LineCounter, parseDocument } from "yaml";
import type { Report } from "../diagnostics/diagnostic.js";
import { isObject } from "../schema/is-object.js";
import type { Json, JsonSchema } from "../schema/json-schema.js";
import { checkSchema } from "../spec/check-schema.js";

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
  readonly because: string;
  readonly evidence: string;
  readonly line: number;
  readonly column: number;
}

type Members = { readonly [key: string]: Json };

export function readOverlay(source: string, file: string, name: string, report: Report): Overlay | undefined {
  const lineCounter = new LineCounter();
  const document = parseDocument(source, { lineCounter, logLevel: "silent" });
  const lines = source.split("\n");
  const fail = (message: string, offset: number, fix: string): undefined => {
    const { line, col } = lineCounter.linePos(offset);
    report.add({
      code: "config/overlay",
      severity: "error",
      message,
      file,
      line,
      column: col,
      excerpt: lines[line - 1] ?? "",
      fix,
    });
    return undefined;
  };
  const error = document.errors[0];
  if (error)
    return fail(`Not readable YAML: ${error.message.split("\n")[0]}`, error.pos[0], "Indent with spaces, not tabs.");
  const root: unknown = document.toJS({ maxAliasCount: 0 });
  const shape = "Write a list of entries with `at`, `set` or `replace`, `because` and `evidence`.";
  if (!Array.isArray(root)) return fail("An overlay is a list of corrections.", 0, shape);
  const actions: OverlayAction[] = [];
  for (const [index, item] of root.entries()) {
    const node = document.getIn([index], true) as { range?: [number, number, number] } | undefined;
    const offset = node?.range?.[0] ?? 0;
    const { line, col } = lineCounter.linePos(offset);
    const entry = item as Record<string, unknown> | null;
    for (const member of ["at", "because", "evidence"]) {
      if (typeof entry?.[member] !== "string" || entry[member] === "") {
        return fail(`Correction ${index + 1} has no text in \`${member}\`.`, offset, shape);
      }
    }
    const changes = ["set", "replace"].filter((member) => entry?.[member] !== undefined);
    if (changes.length !== 1 || !isObject(entry?.[changes[0] ?? ""]))
      return fail(`Correction ${index + 1} needs an object in either \`set\` or \`replace\`.`, offset, shape);
    actions.push({ ...(entry as unknown as Omit<OverlayAction, "line" | "column">), line, column: col });
  }
  return { file, name, source, actions };
}

/** Applies every action. One that hits nothing or changes nothing is stale: an error, because its reason is gone. */
export function applyOverlay(schema: JsonSchema, overlay: Overlay, report: Report): JsonSchema {
  let current = structuredClone(schema) as Json;
  // A schema that was faulty before is not the overlay's fault.
  let sound = checkSchema(schema).faults.length === 0;
  for (const action of overlay.actions) {
    const stale = (message: string): void =>
      report.add({
        code: "config/stale-overlay",
        severity: "error",
        message,
        file: overlay.file,
        line: action.line,
        column: action.column,
        excerpt: overlay.source.split("\n")[action.line - 1] ?? "",
        fix: "Remove the correction, or point it at what the schema has now.",
      });
    let targets: string[];
    try {
      targets = paths(current as never, action.at);
      // `query` and `paths` agree; asking both keeps a partial match from passing silently.
      if (query(current as never, action.at).length !== targets.length) targets = [];
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
    if (JSON.stringify(current) === before) {
      stale(`"${action.at}" already is as the correction wants it.`);
      continue;
    }
    for (const target of targets) current = changeAt(current, segmentsOf(target), (node) => sourced(node, because));
    const [fault] = sound ? checkSchema(current).faults : [];
    if (!fault) continue;
    sound = false;
    report.add({
      code: "config/overlay",
      severity: "error",
      message: `The correction makes no schema of ours, at ${fault.pointer || "the root"}: ${fault.message}`,
      file: overlay.file,
      line: action.line,
      column: action.column,
      excerpt: overlay.source.split("\n")[action.line - 1] ?? "",
      fix: fault.fix,
    });
  }
  return current as JsonSchema;
}

/** What says something about a node and nothing about its values: it stays when the node is replaced. */
const DESCRIPTION = ["title", "description", "deprecated", "x-source", "x-presence", "x-condition"];

function changed(node: Members, { set, replace }: OverlayAction): Json {
  if (set) return mergePatch(node, set);
  const described = Object.entries(node).filter(([key]) => DESCRIPTION.includes(key));
  return { ...Object.fromEntries(described), ...replace };
}

function sourced(node: Members, source: { overlay: string }): Json {
  const known = isObject(node["x-source"]) ? node["x-source"] : {};
  return { ...node, "x-source": { ...known, ...source } };
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
function mergePatch(target: Json | undefined, patch: Json): Json {
  if (typeof patch !== "object" || patch === null || Array.isArray(patch)) return patch;
  const base = typeof target === "object" && target !== null && !Array.isArray(target) ? target : {};
  const merged = new Map<string, Json>(Object.entries(base));
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) merged.delete(key);
    else merged.set(key, mergePatch(merged.get(key), value as Json));
  }
  return Object.fromEntries(merged);
}
