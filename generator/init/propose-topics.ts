/** Topics of further pages of a line: what its file has to be extended by. */

import { isObject } from "../schema/is-object.js";
import type { ExchangeFile } from "../spec/exchange-file.js";
import type { LineFile } from "../spec/line-file.js";
import { type Draft, dataOf } from "./claim.js";
import type { Connection } from "./connections.js";
import type { Additions } from "./extend-line.js";
import { pageDraft, requestSlots, skipOf } from "./line-parts.js";
import { writtenSlots } from "./patterns.js";
import type { LinePages } from "./propose-line.js";
import type { RequestId } from "./requests.js";
import { asRequest } from "./roles.js";
import { askedTexts, topicSections } from "./sections.js";
import { proposeSlots } from "./slots.js";
import { isConnectionTab, namedConnections } from "./topic-connections.js";
import { distinctTopics, listPointersIn, nameApart, proposeTopic } from "./topics.js";

export interface ProposedTopics {
  /** Their names. */
  readonly topics: readonly string[];
  readonly draft: Readonly<Record<string, Draft>>;
  readonly additions: Additions;
}

export function proposeTopics(
  file: LineFile,
  { pages: given, enums }: LinePages,
  exchange: ExchangeFile,
): ProposedTopics {
  const pagesBefore = new Set(file.pages.map(({ page }) => page));
  const documented = new Set(file.topics.flatMap(({ topics }) => topics));
  const requests = given.flatMap(({ messages }) => messages.flatMap((message) => asRequest(message) ?? []));
  const connections = Object.entries(file.connections).map(connectionOf);
  const asked = askedTexts(requests);
  const sections = given.flatMap((reading) =>
    topicSections(reading, asked, (tab) => isConnectionTab(tab, connections)),
  );
  const named = namedConnections(sections, connections);
  const context = {
    connections,
    named,
    enums,
    isList: file.subscription.form === "args",
    id: requestIdOf(file),
    asked,
    hasPages: true,
    listPointers: listPointersIn(sections),
    slotNames: new Set([...Object.keys(file.slots), ...writtenSlots(sections)]),
    topicMember: exchange.topicMembers[0],
  };
  const found = distinctTopics(sections.map((section) => proposeTopic(section, context)));
  const topics = nameApart(
    found.filter(({ patterns }) => patterns.every((pattern) => !documented.has(pattern))),
    file.topics.map(({ name }) => name),
  );
  const pages = given.filter(
    ({ page }) => !pagesBefore.has(page.path) && topics.some(({ section }) => section.page === page),
  );
  const slots = { ...proposeSlots(topics.flatMap((topic) => topic.slots)), ...requestSlots(topics) };
  const added = {
    pages: pages.map(({ ref }) => pageDraft(ref)),
    slots: Object.fromEntries(Object.entries(slots).filter(([name]) => !Object.hasOwn(file.slots, name))),
    topics: topics.map(({ draft }) => draft),
  };
  const whole = { ...file, topics: [...file.topics, ...(dataOf(added.topics) as unknown as LineFile["topics"])] };
  return {
    topics: topics.map(({ name }) => name),
    draft: added,
    additions: { ...added, skip: skipOf(whole, pages, exchange) },
  };
}

/** As the requests of the line's other topics have it. */
function requestIdOf({ topics }: LineFile): RequestId | undefined {
  for (const { request } of topics) {
    if (!request || !isObject(request.message)) continue;
    const [member] = Object.entries(request.message).find(([, value]) => value === "{id}") ?? [];
    if (member !== undefined) return { member, example: request.parameters.id?.type === "integer" ? 1 : "1" };
  }
  return undefined;
}

/** A connection as people have written it down. */
function connectionOf([name, { access, description, endpoints, source }]: [
  string,
  LineFile["connections"][string],
]): Connection {
  const place = { page: "", line: 1 };
  return {
    name,
    access,
    words: new Set(description.toLowerCase().split(/[^a-z0-9]+/)),
    endpoints: new Map(Object.keys(endpoints).map((network) => [network, []])),
    source,
    place,
  };
}
