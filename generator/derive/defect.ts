/** What the pages get wrong, and what was decided. */

import type { Confidence } from "./confidence.js";

export interface Defect {
  /** See `DEFECT_CODES`. */
  readonly code: DefectCode;
  readonly page: string;
  /** 1-based line of the table row or example value that the row speaks of. */
  readonly line: number;
  /** Line of the place that it contradicts; absent where there is one place only. */
  readonly otherLine?: number;
  /** Topic as the line file names it; empty where the defect belongs to no topic. */
  readonly topic: string;
  /** Pointer of the member, array indexes folded to `*`; empty where there is none. */
  readonly field: string;
  /** What one place says. */
  readonly claim: string;
  /** What another place shows. */
  readonly evidence: string;
  /** What the spec follows. */
  readonly decision: string;
  /** How sure that is; absent: certain. */
  readonly confidence?: Exclude<Confidence, "certain">;
}

/** Every code, with what it means. In groups by the harm that they do to somebody who writes code from the page, the worst first. */
export const DEFECT_GROUPS = [
  {
    harm: "Code written from it fails, or works with wrong values",
    codes: {
      "type-conflict": "table type contradicts the example",
      "name-mismatch": "table and example name a field differently",
      "scale-contradiction": "unscaled value equal to its scaled twin",
      "value-not-in-enum": "example value that the documented values lack",
      "url-unknown": "URL that is none of the line's endpoints",
      "subscribe-topic-mismatch": "subscribe request and answer name different topics",
      "subscribe-value-mismatch": "subscribe request and answer differ in a parameter",
      "request-text-mismatch": "text and code of a request differ",
      "number-contradiction": "places that give different figures for one thing",
      "description-unit": "comment states another unit than the value has",
      "description-scale": "comment states another power of ten than the name",
      "value-contradicts-comment": "example value that the comment excludes",
      "value-not-a-number": "text where a number belongs",
      "value-boolean-as-text": "boolean or nothing written as text or number",
      "value-book-order": "order book levels out of the documented order",
      "container-mismatch": "object where the sibling topics are arrays",
    },
  },
  {
    harm: "Something is not told, or in two ways",
    codes: {
      "url-missing": "connection without a URL",
      "missing-form": "form that the text names and no example shows",
      "example-only": "field of the payload that is in no table row",
      "table-only": "table row that no example shows",
      "table-ambiguous-row": "field name that stands at several levels of the message",
      "table-duplicate-row": "field named by two rows of one table",
      "table-split": "fields of one message in several tables",
      "description-copied": "comment that belongs to another field",
      "placeholder-unresolved": "placeholder that the locale lacks",
    },
  },
  {
    harm: "No program can read it as it stands",
    codes: {
      "repair-missing-comma": "missing comma in JSON",
      "repair-trailing-comma": "trailing comma in JSON",
      "repair-unclosed-array": "array without its closing bracket",
      "repair-unclosed-object": "object without its closing brace",
      "repair-elision": "elision in JSON",
      "repair-duplicate-key": "key written twice in one object",
      "repair-python-literal": "Python literal in JSON",
      "repair-single-quoted-string": "single-quoted string in JSON",
      "repair-unquoted-key": "key without quotes in JSON",
      "repair-stray-text-in-key": "white space inside a key's quotes",
      "repair-comment": "comment inside JSON",
      "empty-fence": "code block without code",
      "wrong-language": "code block in another language than it says",
      "table-type-word": "type word that no schema language has",
      "table-cell-count": "table row with more or fewer cells than its header",
      "table-unclosed-row": "table row without its closing pipe",
      "table-name-anchor": "raw HTML link around a field name",
    },
  },
  {
    harm: "Sample values and words",
    codes: {
      "value-time-contradiction": "two times of one message disagree",
      "value-epoch-time": "time at the start of the epoch",
      "value-foreign-symbol": "symbol of another product line",
      misspelling: "misspelt word",
      placeholder: "text behind placeholders",
    },
  },
  {
    harm: "Told nowhere, and the same for every topic",
    codes: {
      "envelope-undocumented": "envelope member that is in no table",
    },
  },
] as const;

type Codes<Group> = Group extends { readonly codes: infer Meanings } ? keyof Meanings : never;

export type DefectCode = Codes<(typeof DEFECT_GROUPS)[number]>;

/** Meaning by code. */
export const DEFECT_CODES = Object.assign({}, ...DEFECT_GROUPS.map(({ codes }) => codes)) as Readonly<
  Record<DefectCode, string>
>;
