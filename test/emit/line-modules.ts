/** Modules of a line by their path: those of types, and those of checks. */

import { emitEnums } from "../../generator/emit/types/emit-enums.js";
import { emitControlTypes, emitTopicTypes } from "../../generator/emit/types/emit-types.js";
import { emitSources } from "../../generator/emit/validators/emit-sources.js";
import { emitControlValidators, emitTopicValidators } from "../../generator/emit/validators/emit-validators.js";
import { selectorOf } from "../../generator/spec/line-view.js";
import type { LineSpec } from "../../generator/spec/spec.js";

export async function typesOf(line: LineSpec): Promise<Map<string, string>> {
  const folder = `src/${line.name}`;
  const types = new Map<string, string>();
  for (const topic of line.topics) {
    const place = { exchange: line.exchange, selector: selectorOf(line, topic) };
    types.set(`${folder}/${topic.modulePath}.ts`, await emitTopicTypes(topic, place));
  }
  return types.set(`${folder}/control.ts`, await emitControlTypes(line)).set(`${folder}/enums.ts`, emitEnums(line));
}

export function validatorsOf(line: LineSpec): Map<string, string> {
  const folder = `src/${line.name}`;
  return new Map([
    ...line.topics.map((topic) => [`${folder}/${topic.modulePath}.check.ts`, emitTopicValidators(topic)] as const),
    [`${folder}/control.check.ts`, emitControlValidators(line)],
    [`${folder}/sources.ts`, emitSources(line)],
  ]);
}
