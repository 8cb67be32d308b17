/** Which validators a module exports; types and validators of a topic must agree on it. */

import { pascalName } from "../../spec/names.js";
import type { ControlSpec, TopicSpec } from "../../spec/spec.js";

/** The topic's own, then one per form if there are several. */
export function topicValidatorNames(topic: TopicSpec): string[] {
  const forms = topic.forms.length > 1 ? topic.forms.map(({ typeName }) => formValidatorName(typeName)) : [];
  return [topic.validatorName, ...forms].sort();
}

export const formValidatorName = (typeName: string): string => `validate${typeName}`;

export const controlValidatorNames = (line: ControlSpec): string[] =>
  line.replies.map(({ typeName }) => formValidatorName(typeName)).sort();

/** TypeScript names of the control schema's `$defs`: a reply's own, else made from the key. */
export function controlTypeNames(line: ControlSpec): Map<string, string> {
  const names = new Map(line.replies.map(({ def, typeName }) => [def, typeName]));
  const taken = new Set([...names.values(), ...line.enums.map(({ name }) => name)].map((name) => name.toLowerCase()));
  for (const def of Object.keys(line.control.$defs ?? {})) {
    if (names.has(def)) continue;
    const wanted = `Control${pascalName(def)}`;
    let name = wanted;
    for (let number = 2; taken.has(name.toLowerCase()); number += 1) name = `${wanted}${number}`;
    taken.add(name.toLowerCase());
    names.set(def, name);
  }
  return names;
}
