/** What the pages get wrong, and what was decided. Rows of schemas/defects.json. */

export interface Defect {
  /** See `DEFECT_CODES`. */
  readonly code: DefectCode;
  readonly page: string;
  /** 1-based line of the table row or example value that the row speaks of. */
  readonly line: number;
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
}

/** Every code, with what it means: the catalogue that the summary prints. */
export const DEFECT_CODES = {
  "repair-comment": "comment inside JSON",
  "repair-missing-comma": "missing comma in JSON",
  "repair-trailing-comma": "trailing comma in JSON",
  "repair-unclosed-array": "array without its closing bracket",
  "repair-unclosed-object": "object without its closing brace",
  "repair-elision": "elision in JSON",
  "repair-stray-text-in-key": "white space inside a key's quotes",
  "repair-python-literal": "Python literal in JSON",
  "repair-duplicate-key": "key written twice in one object",
  "repair-single-quoted-string": "single-quoted string in JSON",
  "repair-unquoted-key": "key without quotes in JSON",
  "empty-fence": "code block without code",
  "wrong-language": "code block in another language than it says",
  "type-conflict": "table type contradicts the example",
  "name-mismatch": "table and example name a field differently",
  "example-only": "field of the payload that is in no table row",
  "table-only": "table row that no example shows",
  "envelope-undocumented": "envelope member that is in no table",
  "table-cell-count": "table row with more or fewer cells than its header",
  "table-unclosed-row": "table row without its closing pipe",
  "table-name-anchor": "raw HTML link around a field name",
  "table-type-word": "type word that no schema language has",
  "table-duplicate-row": "field named by two rows of one table",
  "table-ambiguous-row": "field name that stands at several levels of the message",
  "table-split": "fields of one message in several tables",
  "subscribe-topic-mismatch": "subscribe request and answer name different topics",
  "subscribe-value-mismatch": "subscribe request and answer differ in a parameter",
  "request-text-mismatch": "text and code of a request differ",
  "scale-contradiction": "unscaled value equal to its scaled twin",
  "value-not-in-enum": "example value that the documented values lack",
  "value-not-a-number": "text where a number belongs",
  "value-boolean-as-text": "boolean or nothing written as text or number",
  "value-book-order": "order book levels out of the documented order",
  "value-foreign-symbol": "symbol of another product line",
  "value-epoch-time": "time at the start of the epoch",
  "value-time-contradiction": "two times of one message disagree",
  "value-contradicts-comment": "example value that the comment excludes",
  "description-unit": "comment states another unit than the value has",
  "description-scale": "comment states another power of ten than the name",
  "description-copied": "comment that belongs to another field",
  misspelling: "misspelt word",
  "url-unknown": "URL that is none of the line's endpoints",
  "url-missing": "connection without a URL",
  "container-mismatch": "object where the sibling topics are arrays",
  "missing-form": "form that the text names and no example shows",
  "number-contradiction": "places that give different figures for one thing",
  "placeholder-unresolved": "placeholder that the locale lacks",
  placeholder: "text behind placeholders",
} as const;

export type DefectCode = keyof typeof DEFECT_CODES;
