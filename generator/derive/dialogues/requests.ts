/** Requests as clients would send them: templates with what a message says in their slots. */

import { pathOf, valueAt } from "../../../templates/runtime/pointer.js";
import { buildRequest, type JsonValue } from "../../../templates/runtime/request.js";
import { type JsonNode, jsonNodeToValue } from "../../docs/json-node.js";
import type { Json } from "../../schema/json-schema.js";
import type { ExchangeFile } from "../../spec/exchange-file.js";
import type { LineFile, RequestTemplate } from "../../spec/line-file.js";

export interface Line {
  readonly exchange: ExchangeFile;
  readonly file: LineFile;
}

export const messageIn = (node: JsonNode): Json => jsonNodeToValue(node) as Json;

export const valueIn = (message: Json, pointer: string): Json | undefined =>
  valueAt(message, pathOf(pointer)) as Json | undefined;

export type RequestOf = Parameters<typeof buildRequest>[0];

export const authenticationRequest = ({ authentication }: LineFile): Json | undefined =>
  authentication?.request && unfilled(authentication.request);

/** Slots that a client has to fill stay as they are. */
export const unfilled = (template: RequestTemplate): Json =>
  buildRequest(
    template as RequestOf,
    Object.fromEntries(
      Object.entries(template.parameters).flatMap(([name, { optional }]) => (optional ? [] : [[name, `{${name}}`]])),
    ),
  ) as Json;

/** Undefined where a slot has no value. */
export function filled(template: RequestTemplate, valueFor: (name: string) => Json | undefined): Json | undefined {
  const values = Object.entries(template.parameters).map(([name, { type, default: usual }]): [string, Json] => {
    const value = valueFor(name);
    if (value === undefined) return [name, usual ?? null];
    if (type === "boolean") return [name, String(value) === "true"];
    return [name, type === "integer" || type === "number" ? Number(value) : value];
  });
  if (values.some(([name, value]) => value === null && !template.parameters[name]?.optional)) return undefined;
  return buildRequest(template as RequestOf, Object.fromEntries(values) as Record<string, JsonValue>) as Json;
}
