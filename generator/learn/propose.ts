/**
 * What the traffic proves against the spec, as overlay entries for a person to review: a type that is other than documented, a field that
 * is never or always there, new values, new fields. Nothing is applied.
 */

import { valuesLike } from "../schema/enum-values.js";
import { jsonPath } from "../schema/json-path.js";
import type { Json, JsonSchema, TypeName } from "../schema/json-schema.js";
import { escapePointer, segmentsOf } from "../schema/pointer.js";
import { KEYWORDS_OF } from "../schema/vocabulary.js";
import type { LineSpec, Spec, TopicSpec } from "../spec/spec.js";
import type { FormStatistics, ReportFinding, ValidateReport } from "../validate/report/validate-report.js";
import { type Location, locateFields } from "./locate.js";

export interface Proposal {
  readonly line: string;
  /** Path of the overlay below the spec folder: `futures/trade.overlay.yaml`. */
  readonly file: string;
  readonly at: string;
  readonly set: { readonly [key: string]: Json };
  readonly because: string;
  readonly evidence: string;
}

/** Fewer are no proof that a field always or never comes. */
export const MIN_FOR_PRESENCE = 100;

type Field = FormStatistics["fields"][number];

/** One place of the schema, with what came there in all forms and by all ways that lead to it: records are often shared. */
interface Node {
  readonly location: Location;
  readonly ways: { readonly form: FormStatistics; readonly pointer: string; readonly field: Field | undefined }[];
}

export function proposeOverlays(report: ValidateReport, spec: Spec): Proposal[] {
  return spec.lines.flatMap((line) =>
    line.topics.flatMap((topic) => {
      const forms = (report.stats ?? []).filter(
        (row) => isOf(row, line, topic) && topic.forms.some(({ name }) => name === row.form),
      );
      return forms.length === 0 ? [] : proposeForTopic(forms, line, topic, report);
    }),
  );
}

/** Topics of one name are told apart by their connection. What a former revision judged says nothing of today's. */
const isOf = (
  row: Pick<FormStatistics, "line" | "topic" | "revision" | "connection">,
  line: LineSpec,
  topic: TopicSpec,
): boolean =>
  row.line === line.name &&
  row.topic === topic.name &&
  row.revision === undefined &&
  (row.connection === undefined || topic.connections.includes(row.connection));

function proposeForTopic(
  forms: readonly FormStatistics[],
  line: LineSpec,
  topic: TopicSpec,
  report: ValidateReport,
): Proposal[] {
  const file = `${line.name}/${topic.modulePath}.overlay.yaml`;
  const findings = report.findings.filter((finding) => isOf(finding, line, topic)).flatMap(inEachPlace);
  const told = { findings, report };
  return [...collectNodes(forms, topic).values()].flatMap((node) =>
    [typeCorrections, valueCorrections, limitCorrections, memberCorrections].flatMap((correct) =>
      correct(node, told).map(
        ({ set, because, evidence }): Proposal => ({
          line: line.name,
          file,
          at: jsonPath(node.location.path),
          set,
          because,
          evidence: [...new Set(evidence)].join("; "),
        }),
      ),
    ),
  );
}

/** A finding for each place that has it. */
const inEachPlace = ({ places, ...finding }: ReportFinding): ReportFinding[] =>
  places === undefined
    ? [finding]
    : places.map(({ form, pointer, count, first }) => ({ ...finding, form, pointer, count, first }));

/** What is said of the messages of a topic. */
interface Told {
  readonly findings: readonly ReportFinding[];
  readonly report: ValidateReport;
}

interface Correction extends Pick<Proposal, "set" | "because"> {
  readonly evidence: readonly string[];
}

/** What stands for the node, or for a member of it, in each form. */
const evidenceAt = (node: Node, { findings, report }: Told, member?: string): string[] =>
  node.ways.flatMap(({ form, pointer }) => {
    const inner = member === undefined ? pointer : `${pointer}/${escapePointer(member)}`;
    const field = form.fields.find((each) => each.pointer === inner);
    const objects = pointer === "" ? form.messages : (fieldAt(form, pointer)?.kinds.object ?? 0);
    return objects === 0 && !field ? [] : [evidenceOf(form, field, inner, findings, report)];
  });

function typeCorrections(node: Node, told: Told): Correction[] {
  const kinds = sumKinds(node.ways.map(({ field }) => field));
  const type = Object.keys(kinds).length === 0 ? undefined : typePatch(node.location.schema, kinds);
  if (!type) return [];
  const because = `The wire sends ${Object.keys(kinds).join(" or ")}, the docs say ${type.documented}.`;
  return [{ set: { ...type.patch, ...innerPatch(node, type.patch.type) }, because, evidence: evidenceAt(node, told) }];
}

function valueCorrections(node: Node, told: Told): Correction[] {
  const { schema } = node.location;
  const values = newValues(schema, node.ways);
  if (values.length === 0) return [];
  const all = [...(schema["x-enum"]?.values ?? []), ...values];
  const because = `The wire sends ${values.map((value) => JSON.stringify(value)).join(", ")} too.`;
  return [{ set: { "x-enum": { values: all } }, because, evidence: evidenceAt(node, told) }];
}

function limitCorrections(node: Node, told: Told): Correction[] {
  return node.ways.flatMap(({ pointer, form }): Correction[] => {
    const outside = told.findings.find(
      (finding) => finding.pointer === pointer && finding.form === form.form && LIMITS[finding.code],
    );
    const limit = outside && LIMITS[outside.code];
    if (!outside || limit === undefined || !Object.hasOwn(node.location.schema, limit)) return [];
    const because = `The wire sends lists of ${outside.got}.`;
    return [{ set: { [limit]: null }, because, evidence: evidenceAt(node, told) }];
  });
}

/** Which members are there, and which are not. */
function memberCorrections(node: Node, told: Told): Correction[] {
  if (!node.location.schema.properties) return [];
  const objects = node.ways.reduce(
    (sum, { form, pointer, field }) => sum + (pointer === "" ? form.messages : (field?.kinds.object ?? 0)),
    0,
  );
  if (objects === 0) return [];
  return [
    ...presenceCorrections(node, objects, told),
    ...removedMembers(node, objects).map((name) => ({
      set: { properties: { [name]: null } },
      because: `The docs have ${name}, the wire never sends it.`,
      evidence: evidenceAt(node, told, name),
    })),
    ...unknownMembers(node).map((name) => {
      const ways = node.ways.map(({ form, pointer }) => ({ form, pointer: `${pointer}/${escapePointer(name)}` }));
      return {
        set: { properties: { [name]: inferSchema(ways) } },
        because: `The wire sends ${name}, the docs do not have it.`,
        evidence: evidenceAt(node, told, name),
      };
    }),
  ];
}

/** In how many of the objects the member is. */
const presentIn = ({ ways }: Node, name: string): number =>
  ways.reduce((sum, { form, pointer }) => sum + (fieldAt(form, `${pointer}/${escapePointer(name)}`)?.present ?? 0), 0);

/** Members that the traffic can say something of: those that need no condition, if there are objects enough. */
const judgedMembers = ({ location }: Node, objects: number): string[] =>
  objects < MIN_FOR_PRESENCE
    ? []
    : Object.entries(location.schema.properties ?? {}).flatMap(([name, member]) =>
        isConditional(member) ? [] : [name],
      );

const removedMembers = (node: Node, objects: number): string[] =>
  judgedMembers(node, objects).filter((name) => presentIn(node, name) === 0);

/** Which members are required. */
function presenceCorrections(node: Node, objects: number, told: Told): Correction[] {
  const { properties = {}, required: documented = [] } = node.location.schema;
  const missing = documented.filter((name) => presentIn(node, name) !== objects);
  const proven = judgedMembers(node, objects).filter(
    (name) => presentIn(node, name) === objects && !documented.includes(name),
  );
  const changed = [...missing, ...proven];
  if (changed.length === 0) return [];
  // What was optional for want of evidence is not any more.
  const settled = proven.filter((name) => properties[name]?.["x-presence"] !== undefined);
  const set = {
    required: [...documented.filter((name) => !missing.includes(name)), ...proven],
    ...(settled.length > 0 && {
      properties: Object.fromEntries(settled.map((name) => [name, { "x-presence": null }])),
    }),
  };
  const reasons = [
    ...missing.map((name) => `${name} is not always there`),
    ...proven.map((name) => `${name} is always there`),
  ];
  return [
    { set, because: `${reasons.join("; ")}.`, evidence: changed.flatMap((name) => evidenceAt(node, told, name)) },
  ];
}

/** Members that the wire has and the docs do not. */
function unknownMembers({ location, ways }: Node): string[] {
  const names = ways.flatMap(({ form, pointer }) =>
    form.fields
      .filter((field) => !field.documented && parentOf(field.pointer) === pointer && !field.pointer.endsWith("/*"))
      .map((field) => nameOf(field.pointer)),
  );
  return [...new Set(names)].filter((name) => !Object.hasOwn(location.schema.properties ?? {}, name));
}

const LIMITS: Readonly<Record<string, "minItems" | "maxItems">> = {
  "too-few-items": "minItems",
  "too-many-items": "maxItems",
};

const fieldAt = (form: FormStatistics, pointer: string): Field | undefined =>
  form.fields.find((field) => field.pointer === pointer);

function collectNodes(forms: readonly FormStatistics[], topic: TopicSpec): Map<string, Node> {
  const nodes = new Map<string, Node>();
  for (const form of forms) {
    const described = topic.forms.find(({ name }) => name === form.form);
    if (!described) continue;
    for (const [pointer, location] of locateFields(described.type, topic.schema)) {
      const key = location.path.join("\n");
      const node = nodes.get(key) ?? { location, ways: [] };
      nodes.set(key, node);
      node.ways.push({ form, pointer, field: fieldAt(form, pointer) });
    }
  }
  return nodes;
}

function sumKinds(fields: readonly (Field | undefined)[]): Record<string, number> {
  const kinds: Record<string, number> = {};
  for (const field of fields)
    for (const [kind, count] of Object.entries(field?.kinds ?? {})) kinds[kind] = (kinds[kind] ?? 0) + count;
  return kinds;
}

const isConditional = (schema: JsonSchema): boolean =>
  schema["x-presence"] === "delta" || schema["x-presence"] === "conditional" || schema["x-condition"] !== undefined;

const parentOf = (pointer: string): string => pointer.slice(0, pointer.lastIndexOf("/"));
const nameOf = (pointer: string): string => segmentsOf(pointer).at(-1) ?? "";

interface Wire {
  readonly types: readonly TypeName[];
  readonly format: "decimal" | "decimal-or-empty" | undefined;
}

/** Kinds of values as types of the dialect. */
function wireOf(kinds: Readonly<Record<string, number>>): Wire {
  const has = (kind: string): boolean => (kinds[kind] ?? 0) > 0;
  const types: TypeName[] = [];
  const text = has("string") || has("decimal") || has("empty string");
  if (text) types.push("string");
  if (has("number")) types.push("number");
  else if (has("integer")) types.push("integer");
  for (const kind of ["boolean", "object", "array", "null"] as const) if (has(kind)) types.push(kind);
  const format = has("string") || !has("decimal") ? undefined : has("empty string") ? "decimal-or-empty" : "decimal";
  return { types, format };
}

/** What lies below a value whose type is another one: a list where an object was documented, or the other way round. */
function innerPatch({ location, ways }: Node, type: Json | undefined): Proposal["set"] {
  const types = [type].flat();
  const { properties, items } = location.schema;
  const inferred = inferSchema(ways) as { readonly [key: string]: Json };
  return {
    ...(types.includes("array") && items === undefined && inferred.items !== undefined && { items: inferred.items }),
    ...(types.includes("object") &&
      properties === undefined &&
      inferred.properties !== undefined && { properties: inferred.properties, required: inferred.required ?? [] }),
    ...(type !== undefined && withoutForeign(location.schema, types as readonly TypeName[])),
  };
}

/** Keywords of types that the node is none of any more may not stay beside the new ones. */
function withoutForeign(schema: JsonSchema, types: readonly TypeName[]): Proposal["set"] {
  const allowed = new Set(types.flatMap((type) => KEYWORDS_OF[type]));
  const foreign = Object.values(KEYWORDS_OF)
    .flat()
    .filter((keyword) => !allowed.has(keyword) && Object.hasOwn(schema, keyword));
  return Object.fromEntries([...new Set(foreign)].map((keyword) => [keyword, null]));
}

/** What has to be set so that what came is valid; nothing if it is. */
function typePatch(
  schema: JsonSchema,
  kinds: Readonly<Record<string, number>>,
): { patch: Proposal["set"]; documented: string } | undefined {
  if (schema.anyOf || schema.oneOf || schema.$ref !== undefined) return undefined;
  const wire = wireOf(kinds);
  if (schema.const !== undefined) return undefined;
  const own = schema.type === undefined ? [] : typeof schema.type === "string" ? [schema.type] : schema.type;
  if (own.length === 0) return undefined;
  const fits = (type: TypeName): boolean => own.includes(type) || (type === "integer" && own.includes("number"));
  const foreign = wire.types.filter((type) => !fits(type));
  const documented = schema.format === undefined ? own.join(" or ") : `${own.join(" or ")} (${schema.format})`;
  const patch: { [key: string]: Json } = {};
  if (foreign.length > 0) {
    const stays = own.filter((type) =>
      wire.types.some((seen) => seen === type || (seen === "integer" && type === "number")),
    );
    const types = [...new Set([...stays, ...foreign])].filter(
      (type, _, all) => type !== "integer" || !all.includes("number"),
    );
    patch.type = types.length === 1 ? (types[0] as string) : types;
  }
  const text = wire.types.includes("string");
  if (schema.format !== undefined && text && wire.format !== schema.format && schema.format !== "decimal-or-empty")
    patch.format = wire.format ?? ((kinds.string ?? 0) > 0 ? null : "decimal-or-empty");
  else if (schema.format === "decimal-or-empty" && (kinds.string ?? 0) > 0) patch.format = null;
  else if (patch.type !== undefined && text && schema.format === undefined && wire.format !== undefined)
    patch.format = wire.format;
  else if (patch.type !== undefined && !text && schema.format !== undefined) patch.format = null;
  return Object.keys(patch).length === 0 ? undefined : { patch, documented };
}

function newValues(schema: JsonSchema, ways: Node["ways"]): (string | number)[] {
  const keyword = schema["x-enum"];
  if (!keyword) return [];
  const came = ways.flatMap(({ field }) => (field?.values ?? []).map(({ value }) => JSON.parse(value) as unknown));
  return [...new Set(came)].filter((value): value is string | number => {
    if (typeof value !== "string" && typeof value !== "number") return false;
    const known = valuesLike(keyword, typeof value);
    return known.length > 0 && !known.includes(value);
  });
}

/** A schema for a field that only the traffic knows, and for what lies below it. */
function inferSchema(ways: readonly { readonly form: FormStatistics; readonly pointer: string }[]): Json {
  const fields = ways.map(({ form, pointer }) => fieldAt(form, pointer));
  const kinds = sumKinds(fields);
  const { types, format } = wireOf(kinds);
  const below = ways.flatMap(({ form, pointer }) => form.fields.filter((field) => parentOf(field.pointer) === pointer));
  const names = [
    ...new Set(below.filter(({ pointer }) => !pointer.endsWith("/*")).map(({ pointer }) => nameOf(pointer))),
  ];
  const inner = (name: string): typeof ways =>
    ways.map(({ form, pointer }) => ({ form, pointer: `${pointer}/${name}` }));
  const always = (name: string): boolean =>
    inner(escapePointer(name)).reduce((sum, { form, pointer }) => sum + (fieldAt(form, pointer)?.present ?? 0), 0) ===
    (kinds.object ?? 0);
  return {
    type: types.length === 1 ? (types[0] as string) : [...types],
    ...(format === undefined ? {} : { format }),
    ...(types.includes("object") && {
      properties: Object.fromEntries(names.map((name) => [name, inferSchema(inner(escapePointer(name)))])),
      required: names.filter(always),
    }),
    ...(below.some(({ pointer }) => pointer.endsWith("/*")) && { items: inferSchema(inner("*")) }),
    description: "Seen in traffic, not in the documentation.",
  };
}

/** Counts and the first place. */
function evidenceOf(
  form: FormStatistics,
  field: Field | undefined,
  pointer: string,
  findings: readonly ReportFinding[],
  report: ValidateReport,
): string {
  const isHere = (finding: ReportFinding): boolean => finding.pointer === pointer && finding.form === form.form;
  const first = findings.find((finding) => isHere(finding) && finding.code !== "field-never-seen")?.first;
  const where = first ? `; first at ${first.file}:${first.line}` : `; ${namesOf(report)}`;
  const kinds = Object.entries(field?.kinds ?? {}).map(([kind, count]) => `${kind} ${count}`);
  const shown = field ? `present ${field.present} of ${field.of} times (${kinds.join(", ")})` : "never present";
  return `${pointer}: ${shown} in ${form.messages} ${form.topic} ${form.form} messages${where}`;
}

const namesOf = ({ captures }: ValidateReport): string =>
  captures.flatMap(({ file, checked }) => (checked > 0 ? [file] : [])).join(", ");
