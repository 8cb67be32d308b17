/** The contract, closed and named: all that emitters, validation and diff read. */

import type { TopicPattern } from "../../templates/runtime/topic-pattern.js";
import type { EnumKeyword, JsonSchema } from "../schema/json-schema.js";
import type { ExchangeFile } from "./exchange-file.js";
import type { LineFile, Reply } from "./line-file.js";
import type { Source, ValueType } from "./value-type.js";

export interface Spec {
  readonly exchange: ExchangeFile;
  readonly lines: readonly LineSpec[];
}

export interface LineSpec {
  /** `futures`: folder, subpath and namespace key. */
  readonly name: string;
  /** `Futures`: prefix of the client class. */
  readonly typeName: string;
  /** What all lines share. */
  readonly exchange: ExchangeFile;
  readonly file: LineFile;
  /** Path of line.yaml, relative to the schemas folder, for headers. */
  readonly filePath: string;
  readonly topics: readonly TopicSpec[];
  /** What its topics were before, for captures of that time. */
  readonly revisions: readonly TopicSpec[];
  /** One text can be a topic of two connections, so it takes the connection to know a topic. */
  readonly byConnection: boolean;
  readonly replies: readonly ReplySpec[];
  /** Enums of the line, values of one name merged, sorted by name. */
  readonly enums: readonly EnumSpec[];
  /** Path of the control schema, relative to the schemas folder, e.g. `futures/control.schema.json`. */
  readonly controlPath: string;
  readonly control: JsonSchema;
  readonly controlSource: Source;
  /** Types of its `$defs`, by name. */
  readonly controlDefinitions: ReadonlyMap<string, ValueType>;
}

/** What the replies of a line are. */
export type ControlSpec = Pick<
  LineSpec,
  "replies" | "enums" | "controlPath" | "control" | "controlSource" | "controlDefinitions"
> & { readonly exchange: Pick<ExchangeFile, "repositories"> };

/** When a schema was what the pages said. Milliseconds since 1970; `until` is the first that is not part of it. */
export interface Span {
  readonly from: number;
  readonly until: number;
}

export interface Revision extends Span {
  /** Of the documentation. */
  readonly commit: string;
}

export interface EnumSpec extends EnumKeyword {
  /** Pages that show its values. */
  readonly pages: readonly string[];
}

export interface TopicSpec {
  readonly line: string;
  /** Where it is pushed, the main one first: the same messages on each. */
  readonly connections: readonly [string, ...string[]];
  readonly access: "public" | "private";
  readonly name: string;
  readonly description: string;
  /** Module path below the line, without extension: `trade`, `v1/trade`. */
  readonly modulePath: string;
  /** What pushes carry in `topic`; the first is the main one. */
  readonly patterns: readonly TopicPattern[];
  /** What a client may ask for. */
  readonly subscribe: readonly TopicPattern[];
  /** Path of the schema, relative to the schemas folder: `futures/trade.schema.json`. */
  readonly schemaPath: string;
  readonly schema: JsonSchema;
  /** When it was true; absent: it is today's. */
  readonly revision?: Revision;
  /** Its page is that of every source in the schema that names none. */
  readonly source: Source;
  /** Types of its `$defs`, by name. */
  readonly definitions: ReadonlyMap<string, ValueType>;
  readonly forms: readonly FormSpec[];
  /** JSON pointer; absent with one form. */
  readonly discriminator?: string;
  /** Union of the forms: `TradeMessage`. With one form, that form's own name. */
  readonly messageType: string;
  /** `validateTrade`. */
  readonly validatorName: string;
  /** TypeScript name of each `$defs` entry, forms included: `{ push: "TradeMessage", item: "TradeItem" }`. */
  readonly typeNames: Readonly<Record<string, string>>;
}

export interface FormSpec {
  /** `push`, `snapshot` or `delta`. */
  readonly name: string;
  /** `$defs` key. */
  readonly def: string;
  readonly type: ValueType;
  readonly typeName: string;
  /** Value of the discriminator. */
  readonly value?: string;
}

export interface ReplySpec {
  readonly reply: Reply;
  /** `$defs` key in the control schema: the reply's name. */
  readonly def: string;
  readonly type: ValueType;
  readonly typeName: string;
}
