/** What the search finds, as a script that the page loads when somebody searches: from disk nothing else can be loaded. */

import type { LineSpec, Spec } from "../spec/spec.js";
import { documentedValues, membersOf } from "./members.js";
import { enumId, enumsPage, memberId, topicPage } from "./paths.js";

/** `templates/site/search.ts` reads it. */
export interface SearchIndex {
  /** Address from the folder of the site, and where that is in words. */
  readonly pages: readonly (readonly [path: string, words: string])[];
  /** What is found, its page, its place on the page, and what it is. */
  readonly entries: readonly (readonly [name: string, page: number, place: string, about: string])[];
}

export function searchIndex({ lines }: Spec): string {
  const pages: SearchIndex["pages"][number][] = [];
  const entries: SearchIndex["entries"][number][] = [];
  const addPage = (path: string, words: string): number => pages.push([path, words]) - 1;
  for (const line of lines) {
    for (const topic of line.topics) {
      const page = addPage(topicPage(topic), `${line.name} ${topic.modulePath}`);
      entries.push([topic.name, page, "", `topic: ${topic.description}`]);
      for (const { text } of topic.patterns) if (text !== topic.name) entries.push([text, page, "", "topic"]);
      const places = new Set<string>();
      for (const form of topic.forms)
        for (const { name, pointer, type } of membersOf(form.type)) {
          // What a snapshot has, a delta has too: once is enough.
          if (places.has(pointer)) continue;
          places.add(pointer);
          entries.push([name, page, memberId(form.name, pointer), type.description ?? ""]);
        }
    }
    const page = addPage(enumsPage(line), `${line.name} enums`);
    for (const { name, values } of line.enums) {
      entries.push([name, page, enumId(name), "enum"]);
      for (const value of values)
        entries.push([String(value), page, enumId(name), `value of ${name}${membersWith(line, name)}`]);
    }
  }
  const index: SearchIndex = { pages, entries: entries.filter(([name]) => !/^\[\d+\]$/.test(name)) };
  return `globalThis.wireloomSearch=${JSON.stringify(index)};\n`;
}

/** Names of the members that have the values of an enum. */
function membersWith({ topics }: LineSpec, name: string): string {
  const names = topics.flatMap(({ forms }) =>
    forms.flatMap(({ type }) =>
      membersOf(type).flatMap((member) => (documentedValues(member.type)?.name === name ? [member.name] : [])),
    ),
  );
  const [first] = names;
  return first === undefined ? "" : `, member ${first}`;
}
