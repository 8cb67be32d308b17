/** Every keyword of ours. Ajv's strict mode refuses a keyword that is not registered, so a misspelt one is an error. */
export const VOCABULARY: readonly string[] = [
  "x-topic",
  "x-forms",
  "x-source",
  "x-kind",
  "x-unit",
  "x-scale",
  "x-unsafe-integer",
  "x-enum",
  "x-presence",
  "x-condition",
];
