/** What a client sends, as a type: so requests are compared as messages are. */

import type { Json } from "../schema/json-schema.js";
import { escapePointer } from "../schema/pointer.js";
import { slotNames } from "../topic/pattern.js";
import type { RequestParameter, RequestTemplate } from "./line-file.js";
import type { TypeNotes, ValueType } from "./value-type.js";

/** `pointer`: to the request in the line file. */
export const requestType = (request: RequestTemplate, pointer: string): ValueType =>
  typeOf(request.message, `${pointer}/message`, request.parameters);

const WHOLE_SLOT = /^\{([A-Za-z_]\w*)\}$/;

function typeOf(message: Json, pointer: string, parameters: RequestTemplate["parameters"]): ValueType {
  const notes: TypeNotes = { pointer, sources: [] };
  if (typeof message === "string") return textOf(message, notes, parameters);
  if (typeof message !== "object" || message === null) return { kind: "constant", ...notes, value: message };
  if (Array.isArray(message)) {
    const items = (message as readonly Json[]).map((item, index) => typeOf(item, `${pointer}/${index}`, parameters));
    return { kind: "tuple", ...notes, items };
  }
  const members = Object.entries(message as Readonly<Record<string, Json>>).map(([name, value]) => ({
    name,
    required: parameterIn(value, parameters)?.optional !== true,
    type: typeOf(value, `${pointer}/${escapePointer(name)}`, parameters),
  }));
  return { kind: "object", ...notes, members };
}

function parameterIn(value: Json, parameters: RequestTemplate["parameters"]): RequestParameter | undefined {
  const name = typeof value === "string" ? WHOLE_SLOT.exec(value)?.[1] : undefined;
  return name !== undefined && Object.hasOwn(parameters, name) ? parameters[name] : undefined;
}

function textOf(text: string, notes: TypeNotes, parameters: RequestTemplate["parameters"]): ValueType {
  const parameter = parameterIn(text, parameters);
  if (parameter) return { ...parameterType(parameter.type, notes), description: parameter.description };
  return slotNames(text).length > 0 ? { kind: "text", ...notes } : { kind: "constant", ...notes, value: text };
}

function parameterType(type: RequestParameter["type"], notes: TypeNotes): ValueType {
  switch (type) {
    case "string":
      return { kind: "text", ...notes };
    case "integer":
    case "number":
      return { kind: "number", ...notes, whole: type === "integer", unsafe: false };
    case "boolean":
      return { kind: "boolean", ...notes };
    case "string[]":
      return { kind: "list", ...notes, items: { kind: "text", ...notes }, minItems: 0 };
  }
}
