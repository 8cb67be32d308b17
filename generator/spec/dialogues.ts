/** `schemas/<line>/dialogues.json`: the dialogue of a line as its pages show it, message by message, for programs in any language. */

import type { Json } from "../schema/json-schema.js";
import type { Reply } from "./line-file.js";

/** Stands in the folder of each line; schemas/dialogues.schema.json describes it. */
export const DIALOGUES_FILE = "dialogues.json";

export interface Dialogues {
  readonly $schema: string;
  readonly line: string;
  readonly replies: readonly DocumentedReply[];
  readonly pushes: readonly DocumentedPush[];
}

export interface Documented {
  /** Where the page shows it. */
  readonly connections: readonly string[];
  /** What the client sends for it; a text such as `{signature}` stands for a value that only the client has. */
  readonly request: Json;
  /** What the server sends, as the page shows it. */
  readonly message: Json;
  readonly page: string;
}

export interface DocumentedReply extends Documented {
  /** Its name in line.yaml. */
  readonly reply: string;
  readonly kind: Reply["kind"];
  /** Pointers into the message, and into the request, for the values that the message repeats. */
  readonly repeats: Readonly<Record<string, string>>;
  /** Pointers into the message to what is another value on each connection, or at each time. */
  readonly varies: readonly string[];
}

export interface DocumentedPush extends Documented {
  /** Module path of the topic: `trade`, `v1/trade`. */
  readonly topic: string;
  readonly form: string;
}
