/** What a line file says of authentication: each method has what it needs, and signs what there is. */

import { suggest } from "../diagnostics/suggest.js";
import { slotNames } from "../topic/pattern.js";
import type { Fault } from "./config-fault.js";
import type { LineFile } from "./line-file.js";

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
    // The payload is what the signature signs.
    ...checkSlots("payload", authentication.payload, ["apiKey", "expires"]),
    ...checkSlots("query", authentication.query, ["apiKey", "expires", "signature"]),
  ];
}

const checkSlots = (member: "payload" | "query", text = "", values: readonly string[]): Fault[] =>
  slotNames(text)
    .filter((name) => !values.includes(name))
    .map((slot) => ({
      path: ["authentication", member],
      message: `The slot "{${slot}}" is no value of an authentication.`,
      fix: suggest(slot, values),
    }));
