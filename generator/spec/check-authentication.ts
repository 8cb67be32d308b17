/** What a line file says of authentication: each method has what it needs, and signs what there is. */

import { suggest } from "../diagnostics/suggest.js";
import { slotNames } from "../topic/pattern.js";
import type { Fault } from "./config-fault.js";
import type { Authentication, LineFile } from "./line-file.js";

export function checkAuthentication({ authentication }: LineFile): Fault[] {
  if (!authentication) return [];
  const missing = authentication.methods.flatMap((method): Fault[] => {
    const member = method === "message" ? "request" : "query";
    if (authentication[member] !== undefined) return [];
    const message = `The method "${method}" needs the member "${member}".`;
    return [{ path: ["authentication", "methods"], message, fix: `Add "${member}", or remove the method.` }];
  });
  return [
    ...missing,
    ...checkEncoding(authentication),
    // The payload is what the signature signs.
    ...checkSlots("payload", authentication.payload, ["apiKey", "expires"]),
    ...checkSlots("query", authentication.query, ["apiKey", "expires", "signature"]),
  ];
}

/** A function's signature is written as the function writes it. */
function checkEncoding({ algorithm, ...others }: Authentication): Fault[] {
  const isGiven = "encoding" in others;
  const path = ["authentication", "algorithm"];
  if (algorithm === "function")
    return isGiven ? [{ path, message: 'A signature by a function takes no "encoding".', fix: "Remove it." }] : [];
  const message = `The algorithm "${algorithm}" needs the member "encoding".`;
  return isGiven ? [] : [{ path, message, fix: 'Add "encoding": hex or base64.' }];
}

const checkSlots = (member: "payload" | "query", text = "", values: readonly string[]): Fault[] =>
  slotNames(text)
    .filter((name) => !values.includes(name))
    .map((slot) => ({
      path: ["authentication", member],
      message: `The slot "{${slot}}" is no value of an authentication.`,
      fix: suggest(slot, values),
    }));
