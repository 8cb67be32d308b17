/** A documented example as it stands on the page: every literal keeps its exact text and its place. */

export interface JsonPlace {
  /** 1-based line of the page. */
  readonly line: number;
  /** 1-based column. */
  readonly column: number;
}

export type JsonNode = JsonObject | JsonArray | JsonString | JsonNumber | JsonBoolean | JsonNull;

export interface JsonObject extends JsonPlace {
  readonly kind: "object";
  /** In page order. A repeated key is kept once, as its last value; the earlier ones are in the repairs. */
  readonly members: readonly JsonMember[];
}

export interface JsonMember {
  readonly key: string;
  readonly keyPlace: JsonPlace;
  readonly value: JsonNode;
  /** Text of the comment at the end of the member's line, if the page has one. */
  readonly comment?: string;
}

export interface JsonArray extends JsonPlace {
  readonly kind: "array";
  readonly items: readonly JsonNode[];
  /** True if an elision (`...`) was dropped here: the length is then no evidence. */
  readonly elided: boolean;
}

export interface JsonString extends JsonPlace {
  readonly kind: "string";
  /** Decoded. */
  readonly value: string;
}

export interface JsonNumber extends JsonPlace {
  readonly kind: "number";
  /** Exactly as documented: `1.10` and integers beyond 2^53 are not rounded. */
  readonly text: string;
}

export interface JsonBoolean extends JsonPlace {
  readonly kind: "boolean";
  readonly value: boolean;
}

export interface JsonNull extends JsonPlace {
  readonly kind: "null";
}

export type RepairKind =
  | "comment"
  | "missing-comma"
  | "trailing-comma"
  | "unclosed-array"
  | "unclosed-object"
  | "elision"
  | "stray-text-in-key"
  | "python-literal"
  | "duplicate-key"
  | "single-quoted-string"
  | "unquoted-key";

/** One change that was needed to read the text as JSON. Never one that invents or drops a value. */
export interface Repair extends JsonPlace {
  readonly kind: RepairKind;
  /** The page's text at that place, one line at most. */
  readonly before: string;
  /** What it was read as. */
  readonly after: string;
}

/** The value as JSON.parse would give it: `__proto__` is a property of its own, numbers are rounded to doubles. */
export function jsonNodeToValue(node: JsonNode): unknown {
  switch (node.kind) {
    case "object": {
      const value = {};
      for (const member of node.members) {
        Object.defineProperty(value, member.key, {
          value: jsonNodeToValue(member.value),
          configurable: true,
          enumerable: true,
          writable: true,
        });
      }
      return value;
    }
    case "array":
      return node.items.map(jsonNodeToValue);
    case "number":
      return Number(node.text);
    case "null":
      return null;
    default:
      return node.value;
  }
}
