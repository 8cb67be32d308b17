/** Reads and checks a line.yaml: every fault with its line, its column and what to do. */

import type { ErrorObject } from "ajv/dist/2020.js";
import type { Document, YAMLError } from "yaml";
import { onlySlot, parsePattern } from "../../templates/runtime/topic-pattern.js";
import type { Report } from "../diagnostics/diagnostic.js";
import { placeAt } from "../diagnostics/place.js";
import { suggest } from "../diagnostics/suggest.js";
import { loadLater } from "../host/load-later.js";
import { errorsOf } from "../host/schema-check.js";
import { dataOf, offsetAt, refuseYaml } from "../host/yaml-data.js";
import { BROKEN_TEXT, findBrokenText } from "../schema/broken-text.js";
import { isObject } from "../schema/is-object.js";
import type { Json } from "../schema/json-schema.js";
import { segmentsOf } from "../schema/pointer.js";
import { isFreeTypeName } from "../schema/type-name.js";
import { slotNames } from "../topic/pattern.js";
import { slotFaults } from "../topic/pattern-faults.js";
import { checkSchema } from "./check-schema.js";
import { checkTopics } from "./check-topics.js";
import { knownLineFile } from "./known-line-files.js";
import type { Fault, Path } from "./line-fault.js";
import type { LineFile, Reply, RequestTemplate, TopicEntry } from "./line-file.js";
import { pascalName } from "./names.js";

const yaml = loadLater<typeof import("yaml")>("yaml");

const MAX_FAULTS = 50;
const ABOUT = "A line file is a YAML mapping with the members of schemas/line.schema.json.";

export function readLineFile(source: string, file: string, lineSchema: object, report: Report): LineFile | undefined {
  const known = knownLineFile(source, lineSchema);
  if (known) return known;
  const { isMap, LineCounter, parseDocument } = yaml();
  const lineCounter = new LineCounter();
  const lines = source.split(/\r\n|\n|\r/);
  const addAt = (line: number, column: number, message: string, fix: string): void => {
    const excerpt = (lines[line - 1] ?? "").slice(0, 400);
    report.add({ code: "config/line-file", severity: "error", message, file, line, column, excerpt, fix });
  };
  const addFaults = (document: Document, faults: readonly Fault[]): void => {
    for (const fault of faults.slice(0, MAX_FAULTS)) {
      const { line, col } = lineCounter.linePos(offsetAt(document, fault.path, fault.atName));
      addAt(line, col, fault.message, fault.fix);
    }
  };
  const refusal = refuseYaml(source);
  if (refusal) {
    const { line, column } = placeAt(source, refusal.offset);
    addAt(line, column, refusal.message, refusal.fix ?? ABOUT);
    return undefined;
  }
  const document = parseDocument(source, { lineCounter, logLevel: "error" });
  const found = [...document.errors, ...document.warnings];
  // A fault of syntax makes the rest of the file another one; duplicate keys stand for themselves.
  const problems = found.every(({ code }) => code === "DUPLICATE_KEY") ? found : found.slice(0, 1);
  for (const problem of problems.slice(0, MAX_FAULTS)) {
    const { line, col } = lineCounter.linePos(problem.pos[0]);
    addAt(line, col, `Not readable YAML: ${firstLine(problem)}`, fixOf(problem));
  }
  if (problems.length > 0) return undefined;
  const { value, fault } = dataOf(document);
  if (fault) {
    const { line, col } = lineCounter.linePos(fault.offset);
    addAt(line, col, fault.message, fault.fix ?? ABOUT);
    return undefined;
  }
  if (!isMap(document.contents)) {
    const empty = source.trim() === "" || document.contents === null;
    addAt(1, 1, empty ? "The file is empty." : "The file is not a YAML mapping.", ABOUT);
    return undefined;
  }
  const broken = findBrokenText(value).map((place) => ({ ...place, ...BROKEN_TEXT }));
  const misshapen = broken.length > 0 ? broken : explain(errorsOf(lineSchema, value));
  if (misshapen.length > 0) {
    addFaults(document, misshapen);
    return undefined;
  }
  const checked = value as LineFile;
  const faults = checkReferences(checked);
  addFaults(document, faults);
  return faults.length > 0 ? undefined : checked;
}

const firstLine = (error: YAMLError): string => (error.message.split("\n")[0] ?? "").replace(/:$/, ".");

function fixOf(error: YAMLError): string {
  if (error.code === "TAB_AS_INDENT" || /\btabs?\b/i.test(error.message)) {
    return "Use spaces to indent: YAML takes no tabs.";
  }
  if (error.code === "DUPLICATE_KEY") return "Remove or rename one of the two.";
  if (error.code === "MULTIPLE_DOCS") return "One file describes one line: remove the `---`.";
  return "Correct the YAML here.";
}

const pathOf = (pointer: string): (string | number)[] =>
  pointer
    .split("/")
    .slice(1)
    .map((segment) => segment.replaceAll("~1", "/").replaceAll("~0", "~"))
    .map((segment) => (/^\d+$/.test(segment) ? Number(segment) : segment));

/** `#/$defs/subscription/oneOf/0` of a fault inside a branch. */
const branchOf = ({ schemaPath }: ErrorObject): string | undefined => /^.*\/oneOf\/\d+/.exec(schemaPath)?.[0];

/** Is the member missing whose `const` tells the branches apart? */
function lacksChoice(error: ErrorObject): boolean {
  const parent = error.parentSchema as { properties?: Record<string, { const?: unknown } | undefined> } | undefined;
  const missing: unknown = error.params.missingProperty;
  if (error.keyword !== "required" || branchOf(error) === undefined || typeof missing !== "string") return false;
  return parent?.properties?.[missing]?.const !== undefined;
}

function explain(errors: readonly ErrorObject[]): Fault[] {
  // A branch of a oneOf whose `const` failed is not the one that was meant; its other faults would drown the real one.
  const notMeant = new Set(errors.filter(({ keyword }) => keyword === "const").map(branchOf));
  const chosen = errors.filter((error) => {
    if (["oneOf", "anyOf", "propertyNames"].includes(error.keyword)) return false;
    const branch = branchOf(error);
    return branch === undefined || !notMeant.has(branch) || error.keyword === "const";
  });
  const meant = errors.filter((error) => {
    const parent = error.parentSchema as { oneOf?: unknown[] } | undefined;
    return (
      error.keyword === "oneOf" && parent?.oneOf?.some((_, index) => !notMeant.has(`${error.schemaPath}/${index}`))
    );
  });
  // Without the member that chooses the branch, nothing else in it can be judged.
  const undecided = new Set(errors.filter(lacksChoice).map(({ instancePath }) => instancePath));
  const seen = new Set<string>();
  return chosen.flatMap((error): Fault[] => {
    if (branchOf(error) !== undefined && !lacksChoice(error)) {
      if ([...undecided].some((place) => `${error.instancePath}/`.startsWith(`${place}/`))) return [];
    }
    // Where one branch fits, the others' `const` is no fault.
    const branch = branchOf(error);
    if (error.keyword === "const" && meant.some(({ schemaPath }) => branch?.startsWith(`${schemaPath}/`))) return [];
    const fault = branch === undefined || error.keyword !== "const" ? explainOne(error) : explainChoice(error, errors);
    const key = `${error.instancePath} ${fault.message}`;
    if (seen.has(key)) return [];
    seen.add(key);
    return [fault];
  });
}

/** No branch was meant: all their constants are the choice. */
function explainChoice(error: ErrorObject, errors: readonly ErrorObject[]): Fault {
  const values = errors
    .filter(({ keyword, instancePath }) => keyword === "const" && instancePath === error.instancePath)
    .map(({ params }) => String(params.allowedValue));
  const fault = explainOne(error);
  const where = pathOf(error.instancePath).join(".");
  return { ...fault, message: `"${where}" must be ${values.join(" or ")}.`, fix: suggest(String(error.data), values) };
}

function explainOne(error: ErrorObject): Fault {
  const path = pathOf(error.instancePath);
  const where = error.instancePath === "" ? "The file" : `"${path.join(".")}"`;
  const parent = error.parentSchema as { properties?: Record<string, unknown>; description?: string } | undefined;
  const members = Object.keys(parent?.properties ?? {});
  if (error.keyword === "additionalProperties") {
    const name = String(error.params.additionalProperty);
    return {
      path: [...path, name],
      atName: true,
      message: `${where} has a member "${name}" that does not exist.`,
      fix: suggest(name, members),
    };
  }
  if (error.keyword === "required") {
    const name = String(error.params.missingProperty);
    return { path, message: `${where} lacks the member "${name}".`, fix: `Add "${name}".` };
  }
  if (error.propertyName !== undefined) {
    return {
      path: [...path, error.propertyName],
      atName: true,
      message: `${where} has a member "${error.propertyName}" whose name ${error.message ?? "is not allowed"}.`,
      fix: parent?.description ?? "Rename it.",
    };
  }
  const allowed = error.params.allowedValues ?? error.params.allowedValue;
  if (allowed !== undefined) {
    const values = [allowed].flat().map(String);
    return { path, message: `${where} must be ${values.join(" or ")}.`, fix: suggest(String(error.data), values) };
  }
  return {
    path,
    message: `${where} ${error.message ?? error.keyword}.`,
    fix: parent?.description ?? "See line.schema.json for what may stand here.",
  };
}

/** Names that the generated package, or a file system, keeps for itself. */
const TAKEN = new Set([
  ...["control", "index", "enums", "sources", "topics", "frame", "client", "validate", "protocol", "line"],
  ...["recognise", "recognise-wasm"],
]);
/** Behind the name of a topic: the module of its validators. */
const CHECKS = /\.check$/i;
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/** What a schema cannot say: names that must exist, slots that must be defined, files that must not collide. */
function checkReferences(file: LineFile): Fault[] {
  return [
    ...checkNames(file),
    ...checkReplies(file),
    ...checkReplySchemas(file),
    ...checkFiles(file),
    ...checkTopics(file),
    ...file.topics.flatMap((topic, index) => checkTopicForms(topic, ["topics", index], file)),
    ...checkRequests(file),
  ];
}

function checkNames(file: LineFile): Fault[] {
  const connections = Object.keys(file.connections);
  const replies = file.replies.map(({ name }) => name);
  const uses = (kind: string, name: string, path: Path, known: readonly string[]): Fault[] =>
    known.includes(name) ? [] : [{ path, message: `There is no ${kind} "${name}".`, fix: suggest(name, known) }];
  const several = file.subscription.form === "event" ? (file.subscription.symbolSeparatorConnections ?? []) : [];
  return [
    ...(file.authentication?.connections ?? []).flatMap((name, index) =>
      uses("connection", name, ["authentication", "connections", index], connections),
    ),
    ...several.flatMap((name, index) =>
      uses("connection", name, ["subscription", "symbolSeparatorConnections", index], connections),
    ),
    ...(file.heartbeat ? uses("reply", file.heartbeat.reply, ["heartbeat", "reply"], replies) : []),
    ...file.topics.flatMap(({ connection }, index) =>
      uses("connection", connection, ["topics", index, "connection"], connections),
    ),
  ];
}

function checkReplies(file: LineFile): Fault[] {
  const names = file.replies.map(({ name }) => name);
  return file.replies.flatMap((reply, index): Fault[] => {
    const faults: Fault[] = [];
    if (names.indexOf(reply.name) !== index) {
      const path = ["replies", index, "name"];
      faults.push({ path, message: `Two replies are called "${reply.name}".`, fix: "Rename one." });
    } else faults.push(...checkReplyType(reply, ["replies", index, "name"], file));
    if ((reply.examples === undefined) === (reply.schema === undefined) || (reply.schema && !reply.byHand)) {
      faults.push({
        path: ["replies", index],
        message: `The reply "${reply.name}" needs either \`examples\`, or \`schema\` with \`byHand\`.`,
        fix: "Name the documented frame, or write its schema and say why by hand.",
      });
    }
    return faults;
  });
}

/** A reply's name becomes a type of the package, beside the types that it has anyway. */
function checkReplyType({ name }: Reply, path: Path, file: LineFile): Fault[] {
  const typeName = pascalName(name);
  const same = (other: string): boolean => pascalName(other).toLowerCase() === typeName.toLowerCase();
  const twin = file.replies.find((other) => other.name !== name && same(other.name))?.name;
  if (isFreeTypeName(typeName) && twin === undefined && !same(`${file.line}-client`)) return [];
  const taken = twin === undefined ? "the package or the language" : `the reply "${twin}"`;
  const message = `The type of the reply "${name}" would be ${typeName}, which is taken by ${taken}.`;
  return [{ path, message, fix: "Choose another name: `pong`, `subscribe-ack`." }];
}

const DIALECT = "https://json-schema.org/draft/2020-12/schema";

/** Schemas by hand, all together: one may refer to another, as they stand below `$defs` of the control schema. */
function checkReplySchemas({ replies }: LineFile): Fault[] {
  const places = new Map(replies.map(({ name }, index) => [name, index]));
  const $defs = Object.fromEntries(replies.map(({ name, schema }) => [name, schema ?? {}]));
  if (replies.every(({ schema }) => schema === undefined)) return [];
  return checkSchema({ $schema: DIALECT, $id: "urn:wireloom:replies", $defs }).faults.map(
    ({ pointer, atName = false, message, fix }) => {
      const [, name = "", ...inside] = segmentsOf(pointer);
      const index = places.get(name) ?? 0;
      const place = inside.join(".");
      return {
        path: ["replies", index, "schema", ...inside],
        atName,
        message: `The schema of the reply "${name}"${place === "" ? "" : `, at "${place}"`}: ${message}`,
        fix,
      };
    },
  );
}

function checkFiles(file: LineFile): Fault[] {
  const files = new Map<string, string>();
  return file.topics.flatMap((topic, index): Fault[] => {
    const folder = Object.hasOwn(file.connections, topic.connection) ? file.connections[topic.connection]?.folder : "";
    const own = `${folder ?? ""}/${topic.name}`.toLowerCase();
    const other = files.get(own);
    files.set(own, topic.name);
    const kept = TAKEN.has(topic.name.toLowerCase()) || CHECKS.test(topic.name) || DEVICE.test(topic.name);
    if (other === undefined && !kept) return [];
    return [
      {
        path: ["topics", index, "name"],
        message: `The file of "${topic.name}" is taken by ${other === undefined ? "the package or the system" : `"${other}"`}.`,
        fix: "Choose another name: letter case does not count on every disk.",
      },
    ];
  });
}

/** The snapshot of a topic's records, and its request, on lines with a request for each. */
function checkTopicForms(topic: TopicEntry, path: Path, file: LineFile): Fault[] {
  const faults: Fault[] = [];
  if (topic.records?.snapshot !== undefined && topic.forms?.values.snapshot === undefined) {
    const fix = "Name the form below `forms`, or leave `snapshot` out.";
    const message = `The topic "${topic.name}" has no form "snapshot" for its records.`;
    faults.push({ path: [...path, "records", "snapshot"], message, fix });
  }
  if (file.subscription.form === "args") return faults;
  const { member } = file.subscription;
  const message = topic.request?.message;
  if (topic.request === undefined && topic.subscribe?.length !== 0) {
    const fix = "Add `request`, or `subscribe: []` if nothing has to be sent for it.";
    return [...faults, { path, message: `The topic "${topic.name}" has no request.`, fix }];
  }
  const action = isObject(message) ? message[member] : undefined;
  if (topic.request === undefined || (typeof action === "string" && onlySlot(parsePattern(action)) !== undefined))
    return faults;
  const fix = `Write \`${member}: "{${member}}"\` into the message.`;
  return [
    ...faults,
    { path: [...path, "request", "message"], message: `The request has no slot at "${member}".`, fix },
  ];
}

function checkRequests(file: LineFile): Fault[] {
  const { authentication, heartbeat, subscription } = file;
  const templates: [RequestTemplate | undefined, Path][] = [
    [authentication?.request, ["authentication", "request"]],
    [heartbeat?.request, ["heartbeat", "request"]],
    ...file.topics.map(({ request }, index): [RequestTemplate | undefined, Path] => [
      request,
      ["topics", index, "request"],
    ]),
  ];
  if (subscription.form === "args") {
    for (const member of ["subscribe", "unsubscribe", "unsubscribeAll"] as const) {
      templates.push([subscription[member], ["subscription", member]]);
    }
  }
  const faults = templates.flatMap(([template, path]) => (template ? checkTemplate(template, path) : []));
  if (!authentication) return faults;
  for (const method of authentication.methods) {
    const member = method === "message" ? "request" : "query";
    if (authentication[member] !== undefined) continue;
    const message = `The method "${method}" needs the member "${member}".`;
    faults.push({ path: ["authentication", "methods"], message, fix: `Add "${member}", or remove the method.` });
  }
  for (const member of ["payload", "query"] as const) {
    // The payload is what the signature signs.
    const values = member === "payload" ? ["apiKey", "expires"] : ["apiKey", "expires", "signature"];
    for (const slot of slotNames(authentication[member] ?? "").filter((name) => !values.includes(name))) {
      const message = `The slot "{${slot}}" is no value of an authentication.`;
      faults.push({ path: ["authentication", member], message, fix: suggest(slot, values) });
    }
  }
  return faults;
}

function checkTemplate(template: RequestTemplate, path: Path): Fault[] {
  const texts = textsIn(template.message);
  const used = new Set(texts.flatMap(slotNames));
  const defined = Object.keys(template.parameters);
  return [
    ...texts.flatMap((text) =>
      [...slotFaults(parsePattern(text))].map(({ message, fix }) => ({
        path: [...path, "message"],
        message: `"${text}" of the request cannot be read back: ${message}.`,
        fix,
      })),
    ),
    ...[...used]
      .filter((slot) => !defined.includes(slot))
      .map((slot) => ({
        path: [...path, "message"],
        message: `The slot "{${slot}}" of the request has no parameter.`,
        fix: "Describe it below `parameters`.",
      })),
    ...defined
      .filter((name) => !used.has(name))
      .map((name) => ({
        path: [...path, "parameters", name],
        atName: true,
        message: `The parameter "${name}" stands nowhere in the request.`,
        fix: `Write "{${name}}" where its value belongs, or remove it.`,
      })),
  ];
}

const textsIn = (node: Json): string[] =>
  typeof node === "string"
    ? [node]
    : node !== null && typeof node === "object"
      ? Object.values(node).flatMap((inner) => textsIn(inner as Json))
      : [];
