/** TypeScript names, allocated once before any emitter runs: an edit elsewhere never renumbers a type. */

import { TAKEN_TYPE_NAMES } from "../schema/type-name.js";

export interface TopicToName {
  /** Connection folder, Pascal case, where topic names repeat across connections; else empty. */
  readonly prefix: string;
  readonly name: string;
  readonly forms: readonly string[];
  readonly defs: readonly string[];
}

export interface TopicNames {
  /** `Trade`, `V1Trade`, `OrderBookL2_25`. */
  readonly baseName: string;
  readonly messageType: string;
  readonly typeNames: Readonly<Record<string, string>>;
}

export function nameTopics(topics: readonly TopicToName[], taken: readonly string[]): TopicNames[] {
  const used = new Set([...TAKEN_TYPE_NAMES, ...taken].map((name) => name.toLowerCase()));
  const allocate = (wanted: string): string => {
    let name = wanted;
    for (let number = 2; used.has(name.toLowerCase()); number += 1) name = `${wanted}${number}`;
    used.add(name.toLowerCase());
    return name;
  };
  return topics.map(({ prefix, name, forms, defs }) => {
    const wanted = `${prefix}${pascalName(name)}`;
    let baseName = wanted;
    const isTaken = (name: string): boolean =>
      ["Message", "Topic"].some((end) => used.has(`${name}${end}`.toLowerCase()));
    for (let number = 2; isTaken(baseName); number += 1) baseName = `${wanted}${number}`;
    const messageType = allocate(`${baseName}Message`);
    allocate(`${baseName}Topic`);
    const typeNames = defs.map((def): [string, string] => {
      if (forms.includes(def))
        return [def, forms.length === 1 ? messageType : allocate(`${baseName}${pascalName(def)}`)];
      return [def, allocate(`${baseName}${pascalName(def)}`)];
    });
    return { baseName, messageType, typeNames: Object.fromEntries(typeNames) };
  });
}

/** `bookL2_25` to `BookL2_25`, `user.perp.order` to `UserPerpOrder`. Two digits keep their `_`. */
export function pascalName(text: string): string {
  const words = text.split(/[^A-Za-z0-9]+/).filter((word) => word !== "");
  let name = "";
  for (const word of words) {
    const joint = /\d$/.test(name) && /^\d/.test(word) ? "_" : "";
    name += joint + (word[0] ?? "").toUpperCase() + word.slice(1);
  }
  return /^\d/.test(name) ? `_${name}` : name;
}
