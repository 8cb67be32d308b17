/** Values that an example shows and that are none of the documented ones: one of both is wrong, and only a person can say which. */

import type { Diagnostic, Report } from "../diagnostics/diagnostic.js";
import type { DocPage } from "../docs/page.js";
import { jsonPath } from "../schema/json-path.js";
import type { JsonSchema } from "../schema/json-schema.js";
import { segmentsOf } from "../schema/pointer.js";
import { definitionOf } from "../schema/reference.js";
import type { UnlistedValue } from "./defects/context.js";
import { type Overlay, type OverlayAction, reportStale, targetsOf } from "./overlay.js";

interface Answers {
  /** As it was derived, and with the overlay. */
  readonly schema: JsonSchema;
  readonly finished: JsonSchema;
  readonly overlay: Overlay | undefined;
  /** Where an overlay of the topic stands, below the spec folder. */
  readonly overlayPath: string;
}

/** An error for each value that no overlay has answered. What an overlay rejects and no example shows is stale, and reported. */
export function contradictionsIn(
  unlisted: readonly UnlistedValue[],
  { schema, finished, overlay, overlayPath }: Answers,
  page: DocPage,
  report: Report,
): Diagnostic[] {
  const placed = unlisted.flatMap((each) => {
    const path = pathTo(schema, each);
    return path === undefined ? [] : [{ ...each, path, at: jsonPath([path]) }];
  });
  const rejected = rejectedValues(schema, overlay);
  for (const { action, at, value } of rejected)
    if (overlay && !placed.some((each) => each.at === at && each.value === value))
      reportStale(action, overlay, `No example shows ${JSON.stringify(value)} at "${at}" any more.`, report);
  return placed
    .filter(({ path, at, value }) => {
      const values = nodeAt(finished, path)?.["x-enum"]?.values;
      if (values === undefined || values.includes(value)) return false;
      return !rejected.some((each) => each.at === at && each.value === value);
    })
    .map(({ at, field, topic, value, line, documented, documentedAt }) => {
      const shown = JSON.stringify(value);
      const entry = `{ at: ${JSON.stringify(at)}, accept: [${shown}], because: …, evidence: … }`;
      return {
        code: "derive/value-not-listed",
        severity: "error",
        message: `The example of "${topic}" has ${shown} at ${field}, which is none of the values that ${documentedAt} documents: ${documented.join(", ")}.`,
        file: page.path,
        line,
        column: 1,
        excerpt: page.lines[line - 1] ?? "",
        fix: `Decide in ${overlayPath}: - ${entry}; \`reject\` instead of \`accept\` where the example is wrong.`,
      };
    });
}

interface Rejected {
  readonly action: OverlayAction;
  readonly at: string;
  readonly value: string | number;
}

const rejectedValues = (schema: JsonSchema, overlay: Overlay | undefined): Rejected[] =>
  (overlay?.actions ?? []).flatMap((action) => {
    const { reject } = action;
    // Of a path that cannot be read, the overlay has been told.
    return reject ? targetsOrNone(schema, action).flatMap((at) => reject.map((value) => ({ action, at, value }))) : [];
  });

function targetsOrNone(schema: JsonSchema, action: OverlayAction): readonly string[] {
  try {
    return targetsOf(schema, action);
  } catch {
    return [];
  }
}

type Path = readonly string[];

/** Where the schema describes a member of a form; undefined if something stands between that is no object and no list. */
function pathTo(schema: JsonSchema, { form, field }: UnlistedValue): Path | undefined {
  const definition = schema["x-forms"]?.forms[form]?.def;
  if (definition === undefined) return undefined;
  return segmentsOf(field).reduce<Path | undefined>(
    (path, segment) => path && below(schema, path, segment),
    ["$defs", definition],
  );
}

function below(schema: JsonSchema, path: Path, segment: string): Path | undefined {
  const node = nodeAt(schema, path);
  const definition = node?.$ref === undefined ? undefined : definitionOf(node.$ref);
  if (definition !== undefined) return below(schema, ["$defs", definition], segment);
  const inner = segment === "*" ? ["items"] : ["properties", segment];
  if (nodeAt(schema, [...path, ...inner])) return [...path, ...inner];
  return (node?.anyOf ?? []).map((_, index) => below(schema, [...path, "anyOf", String(index)], segment)).find(Boolean);
}

const nodeAt = (schema: JsonSchema, path: Path): JsonSchema | undefined =>
  path.reduce<unknown>(
    (node, key) =>
      typeof node === "object" && node !== null && Object.hasOwn(node, key)
        ? (node as Record<string, unknown>)[key]
        : undefined,
    schema,
  ) as JsonSchema | undefined;
