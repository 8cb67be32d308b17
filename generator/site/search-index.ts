/** What the search finds, as a script that the page loads when somebody searches: from disk nothing else can be loaded. */

import type { SearchIndex } from "../../templates/site/page-data.js";
import type { LineSpec, Spec } from "../spec/spec.js";
import { documentedValues, membersOf } from "./members.js";
import { enumId, enumsPage, memberId, topicPage } from "./paths.js";

export function searchIndex({ lines }: Spec): string {
  const pages: SearchIndex["pages"][number][] = [];
  const entries: SearchIndex["entries"][number][] = [];
  const addPage = (path: string, words: string): number => pages.push([path, words]) - 1;
  for (const line of lines) {
    for (const topic of line.topics) {
      const page = addPage(topicPage(topic), `${line.name} ${topic.modulePath}`);
      entries.push([topic.name, page, "", `topic: ${topic.description}`]);
      for (const { text } of topic.patterns) if (text !== topic.name) entries.push([text, page, "", "topic"]);
      // What a snapshot has, a delta has too: what says the same is found once.
      const said = new Set<string>();
      for (const form of topic.forms)
        for (const { name, pointer, type } of membersOf(form.type)) {
          const { description = "" } = type;
          if (said.has(`${name} ${description}`) || isItem(name)) continue;
          said.add(`${name} ${description}`);
          entries.push([name, page, memberId(form.name, pointer), description]);
        }
    }
    const page = addPage(enumsPage(line), `${line.name} enums`);
    for (const { name, values } of line.enums) {
      entries.push([name, page, enumId(name), "enum"]);
      const about = `value of ${name}${firstMemberWith(line, name)}`;
      for (const value of values) entries.push([String(value), page, enumId(name), about]);
    }
  }
  const index: SearchIndex = { pages, entries };
  return `globalThis.wireloomSearch=${JSON.stringify(index)};\n`;
}

/** Items of tuples have no names. */
const isItem = (name: string): boolean => /^\[\d+\]$/.test(name);

/** The name of a member that has the values of an enum. */
function firstMemberWith({ topics }: LineSpec, name: string): string {
  const members = topics.flatMap(({ forms }) => forms.flatMap(({ type }) => membersOf(type)));
  const first = members.find(({ type }) => documentedValues(type)?.name === name);
  return first === undefined ? "" : `, member ${first.name}`;
}
