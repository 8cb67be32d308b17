/** Reads and checks a line.yaml: every fault with its line, its column and what to do. */

import type { Ajv2020, ErrorObject } from "ajv/dist/2020.js";
import type { Document, YAMLError } from "yaml";
import { onlySlot, parsePattern } from "../../templates/runtime/topic-pattern.js";
import type { Report } from "../diagnostics/diagnostic.js";
import { loadLater } from "../host/load-later.js";
import { CHECK_OPTIONS } from "../host/schema-check.js";
import type { Json } from "../schema/json-schema.js";
import { slotNames } from "../topic/pattern.js";
import { slotFaults } from "../topic/pattern-faults.js";
import { checkTopics } from "./check-topics.js";
import { knownLineFile } from "./known-line-files.js";
import type { Fault, Path } from "./line-fault.js";
import type { LineFile, RequestTemplate, TopicEntry } from "./line-file.js";
import { suggest } from "./suggest.js";

const yaml = loadLater<typeof import("yaml")>("yaml");
const ajv = loadLater<typeof import("ajv/dist/2020.js")>("ajv/dist/2020.js");

/** The largest of ours has 14 KB. The YAML library looks for duplicate keys in quadratic time. */
const MAX_LENGTH = 256 * 1024;
/** The YAML library recurses; 20,000 open brackets end the process, not the call. */
const MAX_DEPTH = 100;
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
      const { line, col } = lineCounter.linePos(offsetOf(document, fault));
      addAt(line, col, fault.message, fault.fix);
    }
  };
  const refusal = refuse(source);
  if (refusal) {
    const before = source.slice(0, refusal.offset).split("\n");
    addAt(before.length, (before.at(-1)?.length ?? 0) + 1, refusal.message, refusal.fix);
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
  const value = unfold(document);
  if (value instanceof AliasFault) {
    const { line, col } = lineCounter.linePos(value.offset);
    addAt(line, col, value.message, "Write the values out instead of `*` aliases.");
    return undefined;
  }
  if (!isMap(document.contents)) {
    const empty = source.trim() === "" || document.contents === null;
    addAt(1, 1, empty ? "The file is empty." : "The file is not a YAML mapping.", ABOUT);
    return undefined;
  }
  const validate = compiled(lineSchema);
  if (!validate(value)) {
    addFaults(document, explain(validate.errors ?? []));
    return undefined;
  }
  const checked = value as LineFile;
  const faults = checkReferences(checked);
  addFaults(document, faults);
  return faults.length > 0 ? undefined : checked;
}

interface Refusal {
  readonly offset: number;
  readonly message: string;
  readonly fix: string;
}

/** What must not reach the YAML library. */
function refuse(source: string): Refusal | undefined {
  const binary = source.search(/[\0-\x08\x0e-\x1f\x7f\ufffd]/);
  if (binary !== -1) return { offset: binary, message: "The file is not UTF-8 text.", fix: ABOUT };
  if (source.length > MAX_LENGTH) {
    const fix = `At most ${MAX_LENGTH} characters; is this a line file?`;
    return { offset: 0, message: `The file has ${source.length} characters.`, fix };
  }
  const offset = offsetOfDepth(source);
  if (offset === undefined) return undefined;
  return { offset, message: `The file nests deeper than ${MAX_DEPTH} levels.`, fix: ABOUT };
}

/** The lexer's own tokens (document start, flow error, scalar follows) are not in the source. */
const LEXER_MARK = /^[\u0002\u0018\u001f\ufeff]$/;

/** Where the nesting passes the limit: counted over tokens, without recursion. */
function offsetOfDepth(source: string): number | undefined {
  let offset = 0;
  let depth = 0;
  // Block levels: the indentation and the `-`, `?` and `:` that a line starts with.
  let lead = 0;
  let leading = true;
  const { Lexer } = yaml();
  for (const token of new Lexer().lex(source)) {
    if (token === "[" || token === "{") depth += 1;
    else if (token === "]" || token === "}") depth = Math.max(0, depth - 1);
    const mark = LEXER_MARK.test(token);
    if (token === "\n" || token === "\r\n") {
      lead = 0;
      leading = true;
    } else if (leading && /^(?:[-?:]| +)$/.test(token)) lead += token.length;
    else if (!mark) leading = false;
    if (depth > MAX_DEPTH || lead > 4 * MAX_DEPTH) return offset;
    if (!mark) offset += token.length;
  }
  return undefined;
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

class AliasFault {
  constructor(
    readonly offset: number,
    readonly message: string,
  ) {}
}

/** The plain JSON value. The library refuses an alias that unfolds into too much, JSON one that holds itself. */
function unfold(document: Document): unknown {
  try {
    return JSON.parse(JSON.stringify(document.toJS({ maxAliasCount: 100 })));
  } catch (error) {
    const { visit } = yaml();
    let offset = 0;
    visit(document, {
      Alias(_, node) {
        offset = node.range?.[0] ?? 0;
        return visit.BREAK;
      },
    });
    const many = /excessive/i.test(String(error));
    return new AliasFault(offset, many ? "The file unfolds too many aliases." : "This alias contains itself.");
  }
}

const validators = new WeakMap<object, ReturnType<Ajv2020["compile"]>>();

function compiled(schema: object): ReturnType<Ajv2020["compile"]> {
  const known =
    validators.get(schema) ?? new (ajv().Ajv2020)({ ...CHECK_OPTIONS, allErrors: true, verbose: true }).compile(schema);
  validators.set(schema, known);
  return known;
}

/** Place of the value at a path, or of the nearest one that exists. */
function offsetOf(document: Document, { path, atName }: Fault): number {
  const { isMap, isNode, isScalar } = yaml();
  const parent = document.getIn(path.slice(0, -1), true);
  if (atName && isMap(parent)) {
    const pair = parent.items.find(({ key }) => isScalar(key) && String(key.value) === String(path.at(-1)));
    if (isScalar(pair?.key) && pair.key.range) return pair.key.range[0];
  }
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return isNode(document.contents) ? (document.contents.range?.[0] ?? 0) : 0;
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
const TAKEN = new Set(["control", "index", "enums", "topics", "frame", "client", "validate", "protocol", "line"]);
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/** What a schema cannot say: names that must exist, slots that must be defined, files that must not collide. */
function checkReferences(file: LineFile): Fault[] {
  return [
    ...checkNames(file),
    ...checkReplies(file),
    ...checkFiles(file),
    ...checkTopics(file),
    ...file.topics.flatMap((topic, index) => checkTopicRequest(topic, ["topics", index], file)),
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
    }
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

function checkFiles(file: LineFile): Fault[] {
  const files = new Map<string, string>();
  return file.topics.flatMap((topic, index): Fault[] => {
    const folder = Object.hasOwn(file.connections, topic.connection) ? file.connections[topic.connection]?.folder : "";
    const own = `${folder ?? ""}/${topic.name}`.toLowerCase();
    const other = files.get(own);
    files.set(own, topic.name);
    const kept = TAKEN.has(topic.name.toLowerCase()) || DEVICE.test(topic.name);
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

/** The request of a topic, on lines with a request for each. */
function checkTopicRequest(topic: TopicEntry, path: Path, file: LineFile): Fault[] {
  if (file.subscription.form === "args") return [];
  const { member } = file.subscription;
  const message = topic.request?.message;
  if (topic.request === undefined && topic.subscribe?.length !== 0) {
    const fix = "Add `request`, or `subscribe: []` if nothing has to be sent for it.";
    return [{ path, message: `The topic "${topic.name}" has no request.`, fix }];
  }
  const action = isObject(message) ? message[member] : undefined;
  if (topic.request === undefined || (typeof action === "string" && onlySlot(parsePattern(action)) !== undefined))
    return [];
  const fix = `Write \`${member}: "{${member}}"\` into the message.`;
  return [{ path: [...path, "request", "message"], message: `The request has no slot at "${member}".`, fix }];
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

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
