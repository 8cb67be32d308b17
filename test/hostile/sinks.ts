/** Every place where text from outside enters: each takes one text. */

import { type Carrier, ENUM_PLACES, LOCALE_PLACES, PAGE_PLACES, toEventLine } from "./carrier.js";

export interface Sink {
  readonly name: string;
  /** Writes the text into the carrier. */
  readonly put: (carrier: Carrier, text: string) => void;
}

export type Path = readonly (string | number)[];
type Holder = Record<string | number, unknown>;

function holderAt(root: unknown, path: Path): Holder {
  return path.reduce<Holder>((holder, key) => {
    if (!Object.hasOwn(holder, key)) throw new Error(`The carrier has nothing at ${path.join("/")}.`);
    return holder[key] as Holder;
  }, root as Holder);
}

/** `__proto__` becomes an ordinary member. */
function define(holder: Holder, key: string | number, value: unknown): void {
  Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
}

/** Replaces the value at a path. */
export function setAt(root: unknown, path: Path, value: unknown): void {
  define(holderAt(root, path.slice(0, -1)), path.at(-1) ?? "", value);
}

/** Gives the member at a path another name; the others keep their order. */
export function renameAt(root: unknown, path: Path, name: string): void {
  const holder = holderAt(root, path.slice(0, -1));
  const members = Object.entries(holder);
  for (const [key] of members) delete holder[key];
  for (const [key, value] of members) define(holder, key === path.at(-1) ? name : key, value);
}

const nameOf = (path: Path): string => path.join(".");

const inLine = (path: Path): Sink => ({
  name: `line.yaml ${nameOf(path)}`,
  put: ({ line }, text) => setAt(line, path, text),
});

const asLineKey = (path: Path): Sink => ({
  name: `line.yaml key ${nameOf(path)}`,
  put: ({ line }, text) => renameAt(line, path, text),
});

const inEventLine = (path: Path): Sink => ({
  name: `line.yaml of an event line ${nameOf(path)}`,
  put(carrier, text) {
    toEventLine(carrier);
    setAt(carrier.line, path, text);
  },
});

const asEventLineKey = (path: Path): Sink => ({
  name: `line.yaml of an event line, key ${nameOf(path)}`,
  put(carrier, text) {
    toEventLine(carrier);
    renameAt(carrier.line, path, text);
  },
});

/** A text at several places that have to agree. */
const together = (name: string, ...sinks: readonly Sink[]): Sink => ({
  name,
  put(carrier, text) {
    for (const { put } of sinks) put(carrier, text);
  },
});

const inPage = (place: (typeof PAGE_PLACES)[number]): Sink => ({
  name: `page: ${place}`,
  put: ({ page }, text) => {
    page[place] = text;
  },
});

export const PAGE_SINKS: readonly Sink[] = [
  ...PAGE_PLACES.map(inPage),
  ...LOCALE_PLACES.map(
    (place): Sink => ({
      name: `locale: ${place}`,
      put: ({ locale }, text) => {
        locale[place] = text;
      },
    }),
  ),
  ...ENUM_PLACES.map(
    (place): Sink => ({
      name: `enum page: ${place}`,
      put: ({ enums }, text) => {
        enums[place] = text;
      },
    }),
  ),
  together("a heading that line.yaml names", inPage("heading"), inLine(["topics", 0, "heading"])),
  together("a topic that line.yaml names", inPage("value of the topic"), {
    ...inLine([]),
    put: ({ line }, text) => setAt(line, ["topics", 0, "topics"], [text]),
  }),
  together("a key that the glossary names", inPage("key of a record"), {
    ...inLine([]),
    put: ({ glossary }, text) => renameAt(glossary, ["fields", "price"], text),
  }),
  together("a key that a row names", inPage("key of a record"), inPage("name")),
  {
    name: "words of the page as descriptions",
    put(carrier, text) {
      carrier.docText = true;
      carrier.page.comment = text;
      carrier.page["comment in an HTML table"] = text;
      carrier.locale.comment = text;
    },
  },
  ...["mdx", "markdown"].map(
    (reader): Sink => ({
      name: `page: heading and prose by ${reader}`,
      put(carrier, text) {
        setAt(carrier.line, ["pages", 0, "reader"], reader);
        carrier.page.prose = `:::${text}\n${text}\n:::`;
        carrier.page["heading that nothing names"] = text;
      },
    }),
  ),
];

export const EXCHANGE_SINKS: readonly Sink[] = (
  [
    ["name"],
    ["title"],
    ["package"],
    ["repositories", "toy", "web"],
    ["repositories", "toy", "git"],
    ["repositories", "toy", "revision"],
    ["repositories", "short"],
    ["topicMembers", 0],
    ["symbols", "members", 0],
    ["symbols", "quotes", 0],
    ["requests", "members", 0],
    ["requests", "parameters", 0],
    ["answers", "members", 0],
    ["answers", "connection"],
    ["records", "payload"],
    ["records", "containers", 0],
    ["records", "deleted"],
    ["enums", "vague", 0],
    ["enums", "open", 0],
    ["enums", "noValues", 0],
    ["placeholders", "written"],
    ["placeholders", "prefixes", 0],
    ["copied", 0, "comment"],
    ["copied", 0, "belongs", "field"],
    ["copied", 0, "because"],
  ] as readonly Path[]
).map(
  (path): Sink => ({ name: `exchange.yaml ${nameOf(path)}`, put: ({ exchange }, text) => setAt(exchange, path, text) }),
);

export const LINE_SINKS: readonly Sink[] = [
  together("the line's name and folder", inLine(["line"]), {
    ...inLine([]),
    put: (carrier, text) => {
      carrier.folder = text;
    },
  }),
  ...(
    [
      ["line"],
      ["title"],
      ["description"],
      ["pages", 0, "page"],
      ["pages", 0, "reader"],
      ["pages", 0, "locale"],
      ["pages", 0, "enums", 0],
      ["connections", "public", "access"],
      ["connections", "public", "description"],
      ["connections", "public", "endpoints", "mainnet", 0],
      ["connections", "public", "source"],
      ["authentication", "connections", 0],
      ["authentication", "methods", 0],
      ["authentication", "payload"],
      ["authentication", "query"],
      ["authentication", "success", "pointer"],
      ["authentication", "success", "value"],
      ["authentication", "request", "message"],
      ["authentication", "request", "message", "fixed"],
      ["authentication", "request", "parameters", "apiKey", "description"],
      ["authentication", "request", "parameters", "apiKey", "default"],
      ["authentication", "request", "parameters", "apiKey", "type"],
      ["authentication", "expires", "marginMs"],
      ["heartbeat", "request", "message", "op"],
      ["heartbeat", "reply"],
      ["heartbeat", "intervalMs"],
      ["subscription", "form"],
      ["subscription", "subscribe", "message", "op"],
      ["subscription", "subscribe", "message", "args"],
      ["subscription", "filters", "separator"],
      ["subscription", "filters", "wildcard"],
      ["replies", 0, "name"],
      ["replies", 0, "kind"],
      ["replies", 0, "description"],
      ["replies", 0, "match", "/request/op"],
      ["replies", 0, "byHand"],
      ["replies", 0, "schema", "type"],
      ["replies", 0, "schema", "required", 0],
      ["replies", 0, "schema", "properties", "request", "description"],
      ["replies", 0, "schema", "properties", "request", "properties", "op", "const"],
      ["replies", 0, "schema", "properties", "again", "$ref"],
      ["replies", 0, "schema", "properties", "code", "x-enum", "name"],
      ["replies", 0, "schema", "properties", "code", "x-enum", "values", 0],
      ["replies", 1, "examples", 0, "heading"],
      ["correlation", "pointer"],
      ["reason", "pointer"],
      ["limits", 0, "name"],
      ["limits", 0, "value"],
      ["limits", 0, "unit"],
      ["slots", "depth", "description"],
      ["slots", "depth", "values", 0],
      ["slots", "depth", "example"],
      ["topics", 0, "name"],
      ["topics", 0, "description"],
      ["topics", 0, "connection"],
      ["topics", 0, "heading"],
      ["topics", 0, "topics", 0],
      ["topics", 0, "subscribe", 0],
      ["topics", 0, "constraints", 0],
      ["topics", 0, "secrets", 0],
      ["topics", 1, "forms", "discriminator"],
      ["topics", 1, "forms", "values", "delta"],
      ["topics", 1, "key", 0],
      ["topics", 1, "sequence", "pointer"],
      ["topics", 1, "book", "snapshot"],
      ["topics", 1, "book", "price"],
      ["topics", 1, "book", "bid"],
      ["topics", 1, "records", "key", 0],
      ["topics", 1, "records", "snapshot"],
      ["skip", 0, "heading"],
      ["skip", 0, "reason"],
    ] as readonly Path[]
  ).map(inLine),
  ...(
    [
      ["title"],
      ["connections", "public"],
      ["connections", "public", "endpoints", "mainnet"],
      ["authentication", "request", "message", "fixed"],
      ["authentication", "request", "parameters", "apiKey"],
      ["replies", 0, "match", "/request/op"],
      ["replies", 0, "schema", "required"],
      ["replies", 0, "schema", "properties", "again"],
      ["slots", "depth"],
      ["topics", 1, "forms", "values", "delta"],
      ["topics", 1, "book", "layout"],
    ] as readonly Path[]
  ).map(asLineKey),
  {
    name: "line.yaml: a slot and the topic that has it",
    put({ line }, text) {
      renameAt(line, ["slots", "depth"], text);
      setAt(line, ["topics", 0, "topics", 1], `tick.{${text}}.{symbol}`);
    },
  },
  {
    name: "line.yaml: a connection and the topics that it carries",
    put({ line }, text) {
      renameAt(line, ["connections", "public"], text);
      for (const topic of [0, 1]) setAt(line, ["topics", topic, "connection"], text);
    },
  },
  {
    name: "line.yaml: a whole topic pattern of words",
    put: ({ line }, text) => setAt(line, ["topics", 0, "topics", 0], `tick.${text}.{symbol}`),
  },
  {
    name: "line.yaml: a required member that no property describes",
    put: ({ line }, text) => setAt(line, ["replies", 0, "schema", "required"], [text]),
  },
  inEventLine(["connections", "public", "folder"]),
  inEventLine(["subscription", "member"]),
  inEventLine(["subscription", "subscribe"]),
  inEventLine(["subscription", "symbolSeparator"]),
  inEventLine(["subscription", "symbolSeparatorConnections", 0]),
  inEventLine(["subscription", "instance", "symbol", 0]),
  asEventLineKey(["subscription", "instance", "symbol"]),
  inEventLine(["topics", 0, "topics", 0]),
  inEventLine(["topics", 0, "selector", "pointer"]),
  inEventLine(["topics", 0, "request", "message", "topic"]),
  inEventLine(["topics", 0, "request", "parameters", "symbol", "description"]),
  asEventLineKey(["topics", 0, "request", "message", "topic"]),
  asEventLineKey(["topics", 0, "request", "parameters", "symbol"]),
];

export const GLOSSARY_SINKS: readonly Sink[] = [
  ...(
    [
      ["fields", "price", "text"],
      ["fields", "price", "kind"],
      ["fields", "price", "unit"],
      ["fields", "price", "condition"],
      ["fields", "pair", "tuple", 0],
    ] as readonly Path[]
  ).map(
    (path): Sink => ({
      name: `glossary.yaml ${nameOf(path)}`,
      put: ({ glossary }, text) => setAt(glossary, path, text),
    }),
  ),
  ...(
    [
      ["fields", "price"],
      ["fields", "price", "unit"],
      ["comments", "text_lot"],
    ] as readonly Path[]
  ).map(
    (path): Sink => ({
      name: `glossary.yaml key ${nameOf(path)}`,
      put: ({ glossary }, text) => renameAt(glossary, path, text),
    }),
  ),
  {
    name: "glossary.yaml: a sentence",
    put: ({ glossary }, text) => setAt(glossary, ["fields", "price", "text"], `A ${text}.`),
  },
];

/** Values of every keyword of the vocabulary, and of some that it does not have, with the text in them. */
export const KEYWORDS: Readonly<Record<string, (text: string) => object>> = {
  type: (text) => ({ type: text }),
  "type in a list": (text) => ({ type: ["string", text] }),
  format: (text) => ({ type: "string", format: text }),
  const: (text) => ({ const: text }),
  enum: (text) => ({ enum: [text] }),
  "x-enum name": (text) => ({ type: "string", "x-enum": { name: text, values: ["a"] } }),
  "x-enum value": (text) => ({ type: "string", "x-enum": { name: "Made", values: [text] } }),
  description: (text) => ({ description: text }),
  title: (text) => ({ title: text }),
  required: (text) => ({ type: "object", properties: {}, required: [text] }),
  "properties key": (text) => ({ type: "object", properties: { [text]: { type: "string" } }, required: [text] }),
  $ref: (text) => ({ $ref: text }),
  "$ref below $defs": (text) => ({ $ref: `#/$defs/${text}` }),
  "$defs key": (text) => ({ $defs: { [text]: { type: "string" } } }),
  "items type": (text) => ({ type: "array", items: { type: text } }),
  "prefixItems title": (text) => ({
    type: "array",
    prefixItems: [{ type: "string", title: text }],
    items: false,
    minItems: 1,
    maxItems: 1,
  }),
  "anyOf const": (text) => ({ anyOf: [{ const: text }, { type: "null" }] }),
  "oneOf description": (text) => ({ oneOf: [{ type: "string", description: text }] }),
  minItems: (text) => ({ type: "array", minItems: text }),
  pattern: (text) => ({ type: "string", pattern: text }),
  default: (text) => ({ default: text }),
  tsType: (text) => ({ tsType: text }),
  tsEnumNames: (text) => ({ enum: ["a"], tsEnumNames: [text] }),
  "an unknown keyword": (text) => ({ [text]: true }),
  $comment: (text) => ({ $comment: text }),
  $id: (text) => ({ $id: text }),
  $anchor: (text) => ({ $anchor: text }),
  "x-kind": (text) => ({ "x-kind": text }),
  "x-unit": (text) => ({ "x-unit": text }),
  "x-condition": (text) => ({ "x-condition": text }),
  "x-presence": (text) => ({ "x-presence": text }),
  "x-source page": (text) => ({ "x-source": { page: text, heading: text } }),
  "x-source overlay": (text) => ({ "x-source": { overlay: text, byHand: text, rule: text } }),
};

const overlayOf = (set: object, at = "$['$defs'].item.properties.price"): unknown => [
  { at, set, because: "it is so", evidence: "seen" },
];

export const OVERLAY_SINKS: readonly Sink[] = [
  ...Object.entries(KEYWORDS).map(
    ([name, set]): Sink => ({
      name: `overlay: ${name}`,
      put(carrier, text) {
        carrier.overlay = overlayOf(set(text));
      },
    }),
  ),
  ...["at", "because", "evidence"].map(
    (member): Sink => ({
      name: `overlay: ${member}`,
      put: ({ overlay }, text) => setAt(overlay, [0, member], text),
    }),
  ),
  {
    name: "overlay: a name inside of `at`",
    put: ({ overlay }, text) => setAt(overlay, [0, "at"], `$['$defs'][${JSON.stringify(text)}]`),
  },
  {
    name: "overlay: a new definition and a reference to it",
    put(carrier, text) {
      const $ref = `#/$defs/${text.replaceAll("~", "~0").replaceAll("/", "~1").replaceAll("%", "%25")}`;
      carrier.overlay = overlayOf({ $defs: { [text]: { type: "string" } }, oneOf: null, $ref }, "$");
    },
  },
  {
    name: "overlay: a form",
    put(carrier, text) {
      carrier.overlay = overlayOf({ "x-forms": { forms: { [text]: { def: "push", value: text } } } }, "$");
    },
  },
  {
    name: "overlay: a keyword of nobody",
    put(carrier, text) {
      carrier.overlay = overlayOf({ "x-topic": { name: text, topics: [text] } }, "$");
    },
  },
  {
    name: "overlay: the file's name",
    put(carrier, text) {
      carrier.overlayFile = `${text}.overlay.yaml`;
    },
  },
];

/** What people write into a schema that `generate` reads. */
export interface SchemaSink {
  readonly name: string;
  /** `tick` or `control`. */
  readonly file: string;
  readonly put: (schema: unknown, text: string) => void;
}

const inSchema = (file: string, path: Path): SchemaSink => ({
  name: `${file}.schema.json ${nameOf(path)}`,
  file,
  put: (schema, text) => setAt(schema, path, text),
});

const asSchemaKey = (file: string, path: Path): SchemaSink => ({
  name: `${file}.schema.json key ${nameOf(path)}`,
  file,
  put: (schema, text) => renameAt(schema, path, text),
});

export const SCHEMA_SINKS: readonly SchemaSink[] = [
  ...Object.entries(KEYWORDS).map(
    ([name, set]): SchemaSink => ({
      name: `tick.schema.json: ${name}`,
      file: "tick",
      put: (schema, text) => setAt(schema, ["$defs", "item", "properties", "price"], set(text)),
    }),
  ),
  inSchema("tick", ["$schema"]),
  inSchema("tick", ["$id"]),
  inSchema("tick", ["$ref"]),
  inSchema("tick", ["$defs"]),
  inSchema("tick", ["$defs", "item"]),
  inSchema("tick", ["title"]),
  inSchema("tick", ["description"]),
  inSchema("tick", ["$defs", "item", "description"]),
  inSchema("tick", ["$defs", "item", "properties", "price", "description"]),
  inSchema("tick", ["$defs", "item", "properties", "price", "x-source", "rule"]),
  inSchema("tick", ["$defs", "push", "type"]),
  inSchema("tick", ["x-forms"]),
  inSchema("tick", ["x-forms", "forms", "push", "def"]),
  inSchema("tick", ["x-source", "page"]),
  inSchema("tick", ["x-source", "heading"]),
  inSchema("book", ["x-forms", "discriminator"]),
  inSchema("book", ["x-forms", "forms", "delta", "def"]),
  inSchema("book", ["x-forms", "forms", "delta", "value"]),
  inSchema("control", ["title"]),
  inSchema("control", ["$defs", "pong", "properties", "code", "x-enum", "name"]),
  inSchema("control", ["$defs", "pong", "properties", "again", "$ref"]),
  asSchemaKey("tick", ["$defs"]),
  asSchemaKey("tick", ["$defs", "item"]),
  asSchemaKey("tick", ["$defs", "push"]),
  asSchemaKey("tick", ["x-forms", "forms", "push"]),
  asSchemaKey("book", ["x-forms", "forms", "delta"]),
  asSchemaKey("control", ["$defs", "pong"]),
  {
    name: "control.schema.json: one more definition",
    file: "control",
    put: (schema, text) => setAt(schema, ["$defs", text], { type: "object", properties: {} }),
  },
  {
    name: "tick.schema.json: two definitions of one name",
    file: "tick",
    put(schema, text) {
      setAt(schema, ["$defs", text], { type: "string" });
      setAt(schema, ["$defs", `${text} `], { type: "string" });
    },
  },
  {
    name: "tick.schema.json: a definition and a reference to it",
    file: "tick",
    put(schema, text) {
      setAt(schema, ["$defs", text], { type: "object", properties: { [text]: { const: text } }, required: [text] });
      const name = text.replaceAll("~", "~0").replaceAll("/", "~1").replaceAll("%", "%25");
      setAt(schema, ["$defs", "item", "properties", "price"], { $ref: `#/$defs/${name}` });
    },
  },
];
