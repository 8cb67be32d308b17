/** Pages in the words of a test, read as init reads them. */

import type { EnumSection } from "../../generator/derive/enums.js";
import { PAGE_READERS } from "../../generator/derive/read-line.js";
import { dataOf } from "../../generator/init/claim.js";
import { proposeExchange } from "../../generator/init/exchange.js";
import { type Message, type PageReading, readPageMessages } from "../../generator/init/messages.js";
import { proposeLine } from "../../generator/init/propose-line.js";
import { type TopicSection, topicSections } from "../../generator/init/sections.js";
import { readerFor } from "../../generator/init/tell-pages.js";
import type { LineFile } from "../../generator/spec/line-file.js";

export function readingOf(source: string, path = "harbor/page.md"): PageReading {
  const reader = readerFor(path, source, false);
  const page = PAGE_READERS[reader]?.({ path, source, locale: new Map() });
  if (!page) throw new Error(`no reader for ${path}`);
  return readPageMessages({ page: path, reader }, page);
}

/** The message of a code block. */
export function messageOf(value: unknown): Message {
  const [message] = readingOf(`# Page\n\n${json(value)}`).messages;
  if (!message) throw new Error(`no message: ${JSON.stringify(value)}`);
  return message;
}

/** The section of a topic that has the text. */
export function sectionOf(text: string, path?: string): TopicSection {
  const [section, ...others] = topicSections(
    readingOf(`# Page\n\n## Tide\n\n${text}`, path),
    new Set(["tide"]),
    () => false,
  );
  if (!section || others.length > 0) throw new Error(`${others.length + (section ? 1 : 0)} sections`);
  return section;
}

export const json = (...values: unknown[]): string =>
  values.map((value) => `\`\`\`json\n${JSON.stringify(value)}\n\`\`\`\n`).join("\n");

/** What a subscribe request, its answer and one push look like; enough for a line. */
export const SMALLEST = `
Endpoint: wss://harbor.example/ws

## Subscribe

${json({ op: "subscribe", args: ["tide.BTC-EUR"] }, { success: true, op: "subscribe" })}
`;

/** The line file that pages with these texts come to. */
export function lineOf(texts: readonly string[], enums: readonly EnumSection[] = []): LineFile {
  const pages = texts.map((text, index) => readingOf(text, `harbor/page-${index + 1}.md`));
  return dataOf(
    proposeLine({ line: "harbor", pages, enums }, proposeExchange(pages, undefined)).draft,
  ) as unknown as LineFile;
}

/** The only topic of a page that has the text in the section of a topic. */
export function topicOf(text: string): LineFile["topics"][number] {
  const [topic, ...others] = lineOf([`# Connect\n${SMALLEST}\n## Tide\n\n${text}`]).topics;
  if (!topic || others.length > 0) throw new Error(`${others.length + (topic ? 1 : 0)} topics`);
  return topic;
}
