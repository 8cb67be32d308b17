/** JSON that may be printed: what steers a terminal is escaped, which changes nothing that a parser reads. */

import { visible } from "../../text/visible.js";

/** Of a line each, without indentation. */
export const jsonLine = (value: unknown): string => visible(JSON.stringify(value));

export const jsonText = (value: unknown): string => JSON.stringify(value, null, 2).split("\n").map(visible).join("\n");
