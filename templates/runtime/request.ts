/** Requests from templates: `{ op: "subscribe", args: "{topics}" }` and values for its slots. */

import { fillPattern, onlySlot, parsePattern } from "./topic-pattern.js";

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

export interface RequestTemplate {
  readonly message: JsonValue;
  readonly parameters: Readonly<
    Record<string, { readonly type?: string; readonly optional?: boolean; readonly default?: JsonValue }>
  >;
}

/**
 * The message with its slots filled. A string that is one slot becomes the value itself; in a longer string the value
 * stands as text. An optional slot without a value takes its member with it.
 *
 * @throws TypeError if a required slot has no value.
 */
export function buildRequest(
  template: RequestTemplate,
  values: Readonly<Record<string, JsonValue | undefined>>,
): JsonValue {
  const filled = fill(template.message, (name) => {
    const parameter = Object.hasOwn(template.parameters, name) ? template.parameters[name] : undefined;
    const value = (Object.hasOwn(values, name) ? values[name] : undefined) ?? parameter?.default;
    if (value === undefined && parameter?.optional !== true)
      throw new TypeError(`The request needs a value for "${name}".`);
    return value;
  });
  if (filled === undefined) throw new TypeError("The request has no value.");
  return filled;
}

function fill(node: JsonValue, valueFor: (name: string) => JsonValue | undefined): JsonValue | undefined {
  if (typeof node === "string") {
    const pattern = parsePattern(node);
    const slot = onlySlot(pattern);
    return slot === undefined ? fillPattern(pattern, (name) => String(valueFor(name) ?? "")) : valueFor(slot);
  }
  if (Array.isArray(node)) {
    return (node as readonly JsonValue[]).map((item) => fill(item, valueFor)).filter((item) => item !== undefined);
  }
  if (typeof node !== "object" || node === null) return node;
  const members: [string, JsonValue][] = [];
  for (const [key, inner] of Object.entries(node as { readonly [key: string]: JsonValue })) {
    const value = fill(inner, valueFor);
    if (value !== undefined) members.push([key, value]);
  }
  return Object.fromEntries(members);
}
