/** Which line an endpoint was checked against, and why, in one phrase. */

import { counted } from "../../text/words.js";
import { nameOf } from "../check/line-choice.js";
import type { LineDecision } from "../decide-line.js";

/** `futures/public (by its endpoint wss://…, fits futures 10 kinds of issue, options 12)` */
export function decisionText(decision: LineDecision): string {
  const { line, connection, compared } = decision;
  const name =
    line === undefined ? "no known line" : nameOf({ line, ...(connection === undefined ? {} : { connection }) });
  const fits = compared?.map((fit, index) => `${fit.line} ${index === 0 ? kinds(fit.issues) : fit.issues}`).join(", ");
  return `${name} (${[reasonOf(decision), ...(fits === undefined ? [] : [`fits ${fits}`])].join(", ")})`;
}

const kinds = (issues: number): string => `${issues} ${issues === 1 ? "kind" : "kinds"} of issue`;

function reasonOf({ by, url, known, frames }: LineDecision): string {
  if (by === "option") return "as asked";
  if (by === "endpoint") return `by its endpoint ${url}`;
  const whose = url === undefined ? "" : ` of ${url}`;
  return `by its topics, ${known} of ${counted(frames, "frame")}${whose}`;
}
