/** What a subscription to the mock exchange covers: each topic that is pushed for it, by itself. */

import { fillPattern, matchPattern, type TopicPattern } from "../../templates/runtime/topic-pattern.js";
import type { LineFile } from "../spec/line-file.js";
import type { LineSpec, TopicSpec } from "../spec/spec.js";
import { exampleTopic } from "../topic/pattern.js";
import type { Instance } from "./scene.js";

/** `text`: the topic as it was asked for; `slots`: what stood in its request, on lines with one for each topic. */
export function instancesOf(
  { file }: LineSpec,
  topic: TopicSpec,
  text: string,
  slots: ReadonlyMap<string, unknown>,
): Instance[] {
  const { subscription } = file;
  const [main] = topic.patterns;
  if (subscription.form === "event") {
    const values = Object.fromEntries([...slots].map(([name, value]) => [name, String(value)]));
    const symbols = values.symbol?.split(subscription.symbolSeparator ?? ",") ?? [""];
    return symbols.map((symbol) => {
      const own: Readonly<Record<string, string>> = { ...values, ...(symbol === "" ? {} : { symbol }) };
      const topicText = main && fillPattern(main, (slot) => own[slot] ?? file.slots[slot]?.example ?? "");
      return { topicText: topicText ?? topic.name, values: own };
    });
  }
  for (const pattern of topic.patterns) {
    const found = filteredInstances(pattern, text, file);
    if (found) return found;
  }
  // Pushes say by their members what was asked for.
  const values = topic.subscribe.map((pattern) => matchPattern(pattern, text)).find((found) => found !== undefined);
  return [{ topicText: main ? exampleTopic(main, file.slots) : text, values: values ?? {} }];
}

/** By one pattern. The slot at its end may name several, or be left out: an example stands for all that this covers. */
function filteredInstances(
  pattern: TopicPattern,
  text: string,
  { subscription, slots }: LineFile,
): Instance[] | undefined {
  const end = pattern.parts.at(-1);
  const last = end !== undefined && "slot" in end ? end.slot : undefined;
  if (last === undefined) {
    const values = matchPattern(pattern, text);
    return values && [{ topicText: text, values }];
  }
  const filters = subscription.form === "args" ? subscription.filters : undefined;
  const example = slots[last]?.example ?? "";
  const values = matchPattern(pattern, text) ?? matchPattern(pattern, `${text}.${example}`);
  if (!values) return undefined;
  const given = values[last] ?? "";
  const names = given === filters?.wildcard ? [example] : filters ? given.split(filters.separator) : [given];
  return names.map((name) => {
    const own: Readonly<Record<string, string>> = { ...values, [last]: name };
    return { topicText: fillPattern(pattern, (slot) => own[slot] ?? ""), values: own };
  });
}
