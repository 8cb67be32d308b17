/** The TypeScript of each topic as the package has it, without what only the package needs. */

import { emitTopicTypes } from "../emit/types/emit-types.js";
import { selectorOf } from "../spec/line-view.js";
import type { Spec, TopicSpec } from "../spec/spec.js";

export async function typesByTopic({ lines }: Pick<Spec, "lines">): Promise<ReadonlyMap<TopicSpec, string>> {
  const types = new Map<TopicSpec, string>();
  for (const line of lines)
    for (const topic of line.topics) {
      const module = await emitTopicTypes(topic, { exchange: line.exchange, selector: selectorOf(line, topic) });
      types.set(topic, declarationsOf(module));
    }
  return types;
}

/** From the first declaration on: before it stand the header, imports and exports of other modules. */
const declarationsOf = (module: string): string =>
  module.replace(/^(?:\/\/.*\n|import [^;]*;\n|export \{[^;]*;\n|\n)+/, "").trimEnd();
