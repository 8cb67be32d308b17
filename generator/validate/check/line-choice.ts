/** Which product line frames are checked against, and which of its connections where those share topic names. */

import type { LineSpec } from "../../spec/spec.js";

export interface LineChoice {
  readonly line: string;
  /** Only its topics; absent: those of all connections. */
  readonly connection?: string;
}

/** As `--line` takes it: `futures`, `options/v2`. */
export const nameOf = ({ line, connection }: LineChoice): string =>
  connection === undefined ? line : `${line}/${connection}`;

/** Lines whose connections share topic names are one choice for each connection. */
export const choicesOf = (line: LineSpec): LineChoice[] =>
  line.byConnection
    ? Object.keys(line.file.connections).map((connection) => ({ line: line.name, connection }))
    : [{ line: line.name }];
