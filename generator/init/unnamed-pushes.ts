/** Pushes that no line file can describe: lists that begin with the number of a channel, which only the answer to a request names. */

import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { isObject } from "../schema/is-object.js";
import { type Message, type PageReading, placeOfMessage } from "./messages.js";

export const reportedPushes = ({ messages }: PageReading): Diagnostic[] =>
  messages.filter(isUnnamed).map((message) => {
    const { page, line } = placeOfMessage(message);
    return {
      code: "init/unnamed-push",
      severity: "warning",
      message: "A message that is a list of values has no member that names its topic: no topic is made of it.",
      file: page,
      line,
      fix: "Only pushes that are objects, or lists of objects, can be described.",
    };
  });

/** A list of levels or of candles on its own is no message: what a message is about stands first. */
const isUnnamed = ({ value, fence, isSent }: Message): boolean =>
  fence !== undefined &&
  !isSent &&
  Array.isArray(value) &&
  (typeof value[0] === "number" || typeof value[0] === "string") &&
  value.slice(1).some((item) => Array.isArray(item) || isObject(item));
