/** The part of JSON Schema 2020-12 that Wireloom writes and reads, with our own keywords. See schemas/vocabulary.schema.json. */

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

export type TypeName = "object" | "array" | "string" | "number" | "integer" | "boolean" | "null";

export interface JsonSchema {
  readonly $schema?: string;
  readonly $id?: string;
  readonly $ref?: string;
  readonly $comment?: string;
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
  readonly title?: string;
  readonly description?: string;
  readonly deprecated?: boolean;
  readonly type?: TypeName | readonly TypeName[];
  readonly const?: Json;
  /** All values that are valid: an overlay closed the list. */
  readonly enum?: readonly (string | number | boolean | null)[];
  readonly format?: DecimalFormat;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema | false;
  readonly prefixItems?: readonly JsonSchema[];
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly oneOf?: readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];

  /** Root of a topic schema: which `$defs` entry is which form. */
  readonly "x-forms"?: FormsKeyword;
  /** Root of a former revision of a topic: when it was what the pages said. */
  readonly "x-revision"?: RevisionKeyword;
  /** Where the claim comes from. */
  readonly "x-source"?: SourceKeyword;
  /** What the value means; decides integer or number. */
  readonly "x-kind"?: ValueKind;
  /** Unit of a time or amount: `s`, `ms`, `us`, `ns`, `iso8601`, or a coin or contract word. */
  readonly "x-unit"?: string;
  /** The wire value is the true value times 10 to this power. */
  readonly "x-scale"?: number;
  /** A JSON number that can pass 2^53 - 1 and is then rounded by JSON.parse. */
  readonly "x-unsafe-integer"?: boolean;
  /** Documented values. Open: others may come. */
  readonly "x-enum"?: EnumKeyword;
  /** Why the property is optional. */
  readonly "x-presence"?: Presence;
  /** When an optional property is there, in our words. */
  readonly "x-condition"?: string;
  /** `page`: the description is the page's own, shortened, because the glossary has none. */
  readonly "x-words"?: "page";
  /** How sure derive is of the name and type, where something on the page stands against them; absent: nothing does. */
  readonly "x-confidence"?: "likely" | "guess";
  /** While derive builds a schema. No schema file has it: `derive/source-map.ts` takes it out. */
  readonly "x-lines"?: SourceLines;
}

/** `decimal`: an optional minus, digits, an optional fraction. `decimal-or-empty`: the same, or the empty string. */
export type DecimalFormat = "decimal" | "decimal-or-empty";

export type ValueKind =
  | "id"
  | "sequence"
  | "timestamp"
  | "count"
  | "price"
  | "quantity"
  | "amount"
  | "ratio"
  | "code"
  | "flag"
  | "text";

/** `unseen`: documented, and never seen on the wire. */
export type Presence = "example-only" | "table-only" | "conditional" | "delta" | "some-examples" | "unseen";

export interface FormsKeyword {
  /** JSON pointer to the value that tells the forms apart; absent with one form. */
  readonly discriminator?: string;
  /** By form name (`push`, `snapshot`, `delta`): its `$defs` key and the discriminator's value. */
  readonly forms: Readonly<Record<string, { readonly def: string; readonly value?: string }>>;
}

export interface RevisionKeyword {
  /** Of the documentation. */
  readonly commit: string;
  /** `2022-05-01T12:00:00Z`, UTC. */
  readonly from: string;
  /** The first moment at which it was not true any more. */
  readonly until: string;
}

export interface SourceKeyword {
  /** Repository and path; on a property absent if it is the root's. */
  readonly page?: string;
  /** Heading of the topic, as the page has it. */
  readonly heading?: string;
  /** Overlay file and why, if a person decided. */
  readonly overlay?: string;
  /** Why it was written by hand. */
  readonly byHand?: string;
  /** The rule that decided between claims: a defect code of schemas/defects.json. */
  readonly rule?: string;
}

/**
 * Lines of a page that say what a node says. They change with every edit of the page and say nothing about a message: no schema has them. They
 * stand in `sources.json` of the line, by the node's pointer.
 */
export interface SourceLines {
  readonly heading?: number;
  /** Of the table row. */
  readonly table?: number;
  /** Of the first example value. */
  readonly example?: number;
  /** By documented value: `page:line`. */
  readonly values?: Readonly<Record<string, string>>;
}

export interface EnumKeyword {
  /** Pascal case; one type per line and name. */
  readonly name: string;
  readonly values: readonly (string | number)[];
}
