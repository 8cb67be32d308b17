/** A made-up line with one topic of each kind that the real pages have, and one topic whose words are an attack. */

import { takeLines } from "../../generator/derive/take-lines.js";
import type { JsonSchema } from "../../generator/schema/json-schema.js";
import { checkSchema } from "../../generator/spec/check-schema.js";
import type { LineFile } from "../../generator/spec/line-file.js";
import type { FormSpec, LineSpec, TopicSpec } from "../../generator/spec/spec.js";
import type { ValueType } from "../../generator/spec/value-type.js";
import { closedSlots } from "../../generator/topic/pattern.js";
import { parsePattern } from "../../templates/runtime/topic-pattern.js";
import { TOY_EXCHANGE } from "../toy-exchange.js";

const PAGE = "docs-sample/_websockets.md";
const side = {
  name: "Side",
  values: ["Buy", "Sell"],
};

const text = (description: string, more: Partial<JsonSchema> = {}): JsonSchema => ({
  type: "string",
  description,
  ...more,
});

/** Types of a schema file's definitions; what is no schema of ours is a mistake of this file. */
export function definitionsOf(schema: JsonSchema): ReadonlyMap<string, ValueType> {
  const { schema: plain, lines } = takeLines({
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $id: "urn:wireloom:sample",
    ...schema,
  });
  const { faults, definitions } = checkSchema(plain, (pointer) => lines.get(pointer));
  if (faults.length > 0) throw new Error(JSON.stringify(faults));
  return definitions;
}

const slots: LineFile["slots"] = {
  symbol: { description: "Contract.", example: "BTCUSDT", source: "" },
  interval: { description: "Interval.", values: ["1", "D"], example: "1", source: "" },
};

function topic(input: {
  name: string;
  modulePath?: string;
  topics?: string[];
  typeNames: Record<string, string>;
  defs: Record<string, JsonSchema>;
  forms: readonly Omit<FormSpec, "type">[];
  messageType: string;
  discriminator?: string;
}): TopicSpec {
  const topics = input.topics ?? [`${input.name}.{symbol}`];
  const patterns = topics.map((each) => parsePattern(each, closedSlots({ slots })));
  const modulePath = input.modulePath ?? input.name;
  const forms = Object.fromEntries(
    input.forms.map(({ name, def, value }) => [name, { def, ...(value !== undefined && { value }) }]),
  );
  const source = { page: PAGE, heading: `t(:${input.name})` };
  const schema: JsonSchema = {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $id: `urn:wireloom:sample:${input.name}`,
    description: `Topic ${input.name}.`,
    "x-forms": { ...(input.discriminator !== undefined && { discriminator: input.discriminator }), forms },
    "x-source": source,
    oneOf: input.forms.map(({ def }) => ({ $ref: `#/$defs/${def}` })),
    $defs: input.defs,
  };
  const definitions = definitionsOf(schema);
  return {
    line: "sample",
    connections: ["public"],
    access: "public",
    name: input.name,
    description: `Topic ${input.name}.`,
    modulePath,
    patterns,
    subscribe: patterns,
    schemaPath: `sample/${modulePath}.schema.json`,
    schema,
    source,
    definitions,
    forms: input.forms.map((form) => ({ ...form, type: definitions.get(form.def) as ValueType })),
    ...(input.discriminator !== undefined && { discriminator: input.discriminator }),
    messageType: input.messageType,
    validatorName: `validate${input.messageType.replace(/Message$/, "")}`,
    typeNames: input.typeNames,
  };
}

const push = (messageType: string) => [{ name: "push", def: "push", typeName: messageType }];

const bookForm = (type: string): JsonSchema => ({
  type: "object",
  description: `A ${type}.`,
  required: ["topic", "type", "data", "cross_seq", "timestamp_e6"],
  properties: {
    topic: text("Topic name."),
    type: { const: type, description: "Form." },
    data: {
      type: "object",
      description: "Levels.",
      required: ["order_book"],
      properties: {
        order_book: {
          type: "array",
          items: { $ref: "#/$defs/item" },
          description: "Levels of both sides.",
          "x-lines": { example: 208 },
        },
      },
    },
    cross_seq: { type: "integer", description: "Sequence.", "x-kind": "sequence", "x-lines": { example: 226 } },
    timestamp_e6: { type: "integer", description: "Time.", "x-unit": "us", "x-lines": { example: 227 } },
  },
});

export const book = topic({
  name: "orderBookL2_25",
  discriminator: "/type",
  messageType: "OrderBookL2_25Message",
  typeNames: { snapshot: "OrderBookL2_25Snapshot", delta: "OrderBookL2_25Delta", item: "OrderBookL2_25Item" },
  forms: [
    { name: "snapshot", def: "snapshot", typeName: "OrderBookL2_25Snapshot", value: "snapshot" },
    { name: "delta", def: "delta", typeName: "OrderBookL2_25Delta", value: "delta" },
  ],
  defs: {
    snapshot: bookForm("snapshot"),
    delta: bookForm("delta"),
    item: {
      type: "object",
      description: "A level.",
      required: ["price", "symbol", "side", "size"],
      properties: {
        price: text("Price.", { format: "decimal", "x-kind": "price", "x-lines": { table: 283, example: 210 } }),
        symbol: text("Contract."),
        id: {
          type: "integer",
          description: "Id.",
          deprecated: true,
          "x-presence": "example-only",
          "x-unsafe-integer": true,
          "x-source": { rule: "presence" },
          "x-lines": { example: 212 },
        },
        side: text("Side.", { "x-enum": side, "x-lines": { table: 285 } }),
        size: { type: "number", description: "Size." },
      },
    },
  },
});

export const trade = topic({
  name: "trade",
  modulePath: "v1/trade",
  topics: ["trade.{interval}.{symbol}", "trade"],
  messageType: "V1TradeMessage",
  typeNames: { push: "V1TradeMessage", item: "V1TradeItem" },
  forms: push("V1TradeMessage"),
  defs: {
    push: {
      type: "object",
      required: ["topic", "data"],
      properties: {
        topic: text("Topic name."),
        data: { type: ["array", "null"], items: { $ref: "#/$defs/item" }, description: "Trades." },
        extraFees: {
          description: "List of fees, or empty text.",
          type: ["array", "string"],
          items: {
            type: "object",
            required: ["fee"],
            properties: { fee: text("Fee.", { format: "decimal-or-empty" }) },
          },
        },
      },
    },
    item: {
      type: "object",
      required: ["side", "status"],
      properties: {
        side: text("Side.", { "x-enum": side }),
        status: {
          type: ["integer", "null"],
          description: "Status.",
          "x-enum": { name: "Status", values: [1] },
        },
      },
    },
  },
});

const level: JsonSchema = {
  type: "array",
  prefixItems: [
    { type: "string", format: "decimal", title: "price" },
    { type: "string", format: "decimal", title: "size" },
  ],
  items: false,
  minItems: 2,
  maxItems: 2,
};

export const depth = topic({
  name: "depth",
  topics: ["depth"],
  messageType: "DepthMessage",
  typeNames: { push: "DepthMessage" },
  forms: push("DepthMessage"),
  defs: {
    push: {
      type: "object",
      required: ["topic", "b"],
      properties: {
        topic: text("Topic name."),
        b: {
          type: "array",
          items: level,
          description: "Bids.",
          "x-source": { overlay: "depth.overlay.yaml: seen" },
          "x-lines": { table: 40 },
        },
        pairs: {
          type: "array",
          items: {
            ...level,
            prefixItems: [{ type: "string" }, { type: "object", properties: { n: { type: "number" } } }],
          },
        },
      },
    },
  },
});

export const account = topic({
  name: "outboundAccountInfo",
  topics: ["outboundAccountInfo"],
  messageType: "OutboundAccountInfoMessage",
  typeNames: { push: "OutboundAccountInfoMessage", event: "OutboundAccountInfoEvent" },
  forms: push("OutboundAccountInfoMessage"),
  defs: {
    push: { oneOf: [{ type: "array", items: { $ref: "#/$defs/event" } }, { $ref: "#/$defs/event" }] },
    event: {
      type: "object",
      required: ["e", "T"],
      properties: { e: text("Event."), T: { type: "boolean", description: "Can trade." } },
    },
  },
});

export const ATTACK = "*/ process.exit() /* evil`${evil()}`\u2028evil()\r\nevil() \u202e */";
export const ATTACK_NAMES = [
  "__proto__",
  "constructor",
  "toString",
  "a-b",
  "123",
  "*/ process.exit() /*",
  "`${x}`",
  'q"\\\n',
  "\u2028",
];

const attackProperties = Object.fromEntries(
  ATTACK_NAMES.map((name): [string, JsonSchema] => [
    name,
    {
      ...text(ATTACK, {
        "x-source": { page: ATTACK, overlay: ATTACK, byHand: ATTACK, rule: ATTACK },
        "x-lines": { table: 1 },
      }),
      "x-unit": ATTACK,
      "x-condition": ATTACK,
    },
  ]),
);

export const attack = topic({
  name: "attack",
  topics: ["attack.`${evil()}`\\.{symbol}", "'\"\n*/ evil()"],
  messageType: "AttackMessage",
  typeNames: { push: "AttackMessage" },
  forms: push("AttackMessage"),
  defs: {
    push: {
      type: "object",
      title: ATTACK,
      description: ATTACK,
      required: ["topic", ...ATTACK_NAMES],
      properties: {
        topic: text(ATTACK),
        ...attackProperties,
        ["__proto__"]: attackProperties.constructor as JsonSchema,
        fixed: { const: ATTACK, description: ATTACK },
        nested: { type: "object", description: ATTACK, properties: attackProperties },
        choice: text(ATTACK, { "x-enum": { name: "Attack", values: [ATTACK] } }),
      },
    },
  },
});

const file: LineFile = {
  line: "sample",
  title: "Sample",
  description: "Sample line.",
  pages: [],
  connections: {},
  subscription: {
    form: "args",
    subscribe: { message: {}, parameters: {}, source: "" },
    unsubscribe: { message: {}, parameters: {}, source: "" },
  },
  replies: [],
  correlation: { by: "echo", pointer: "/request" },
  limits: [],
  slots,
  topics: [
    {
      name: "outboundAccountInfo",
      description: "",
      connection: "public",
      heading: "",
      topics: ["outboundAccountInfo"],
      selector: { pointer: "/e", container: "array-items" },
    },
  ],
  skip: [],
};

const control: JsonSchema = {
  "x-source": { page: PAGE },
  $defs: {
    pong: {
      type: "object",
      description: "Answer to a ping.",
      required: ["success", "request"],
      properties: {
        success: { const: true, description: "Always true." },
        request: {
          type: "object",
          required: ["op"],
          properties: { op: text("What was asked."), args: { type: "array", items: {} } },
        },
      },
    },
  },
};
const controlDefinitions = definitionsOf(control);

export const sampleLine: LineSpec = {
  name: "sample",
  typeName: "Sample",
  exchange: { ...TOY_EXCHANGE, repositories: { "docs-sample": { web: "https://docs.example/sample" } } },
  file,
  filePath: "sample/line.yaml",
  topics: [book, trade, depth, account, attack],
  revisions: [],
  byConnection: false,
  replies: [
    {
      def: "pong",
      type: controlDefinitions.get("pong") as ValueType,
      typeName: "PongReply",
      reply: { name: "pong", kind: "pong", description: "Answer to a ping.", match: {}, source: "" },
    },
  ],
  enums: [
    {
      name: "Attack",
      values: [ATTACK, "__proto__", 'q"\n', "1", 1],
      pages: [ATTACK],
    },
    { ...side, pages: ["docs-sample/_enums.md"] },
    {
      name: "Status",
      values: [1, -2],
      pages: [],
    },
  ],
  controlPath: "sample/control.schema.json",
  control,
  controlSource: control["x-source"] ?? {},
  controlDefinitions,
};
