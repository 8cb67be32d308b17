/** A schema for what only the traffic shows, and for what lies below it. */

import type { Json } from "../schema/json-schema.js";
import { kindsAt, namesBelow, timesObject, timesPresent, type Way, waysTo } from "./observed.js";
import { wireTypes } from "./wire-types.js";

type Members = { readonly [key: string]: Json };

export function inferSchema(ways: readonly Way[]): Members {
  const { types, format } = wireTypes(kindsAt(ways));
  const [only] = types;
  return {
    type: types.length === 1 && only !== undefined ? only : [...types],
    ...(format !== undefined && { format }),
    ...(types.includes("object") && inferMembers(ways)),
    ...(types.includes("array") && inferItems(ways)),
    description: "Seen in traffic, not in the documentation.",
  };
}

export function inferMembers(ways: readonly Way[]): Members {
  const names = namesBelow(ways).filter((name) => name !== "*");
  const objects = timesObject(ways);
  return {
    properties: Object.fromEntries(names.map((name) => [name, inferSchema(waysTo(ways, name))])),
    required: names.filter((name) => timesPresent(waysTo(ways, name)) === objects),
  };
}

export const inferItems = (ways: readonly Way[]): Members =>
  namesBelow(ways).includes("*") ? { items: inferSchema(waysTo(ways, "*")) } : {};
