/** A line file from the pages of a line: the subjects put together. */

import type { EnumSection } from "../derive/enums.js";
import type { ExchangeFile } from "../spec/exchange-file.js";
import type { LineFile } from "../spec/line-file.js";
import { proposeAuthentication } from "./authentication.js";
import { type Draft, dataOf, missing } from "./claim.js";
import { connectionsOf, draftOfConnection } from "./connections.js";
import { proposeHeartbeat } from "./heartbeat.js";
import { proposeLimits } from "./limits.js";
import { pageDraft, requestSlots, skipOf } from "./line-parts.js";
import { listSubscription } from "./list-requests.js";
import type { PageReading } from "./messages.js";
import { writtenSlots } from "./patterns.js";
import { proposeReplies, repeatId, requestIdOf } from "./replies.js";
import { topicList } from "./requests.js";
import { asAnswer, asRequest } from "./roles.js";
import { askedTexts, type TopicSection, topicSections } from "./sections.js";
import { silentTopics } from "./silent.js";
import { proposeSlots } from "./slots.js";
import { isConnectionTab, namedConnections } from "./topic-connections.js";
import { askedInstances, topicSubscription } from "./topic-requests.js";
import { distinctTopics, listPointersIn, nameApart, type ProposedTopic, proposeTopic } from "./topics.js";

export interface LinePages {
  readonly line: string;
  readonly pages: readonly PageReading[];
  /** Lists of the line's enum pages. */
  readonly enums: readonly EnumSection[];
}

export interface Proposal {
  readonly line: string;
  /** The members of line.yaml, in its order. */
  readonly draft: Readonly<Record<string, Draft>>;
}

export function proposeLine({ line, pages: given, enums }: LinePages, exchange: ExchangeFile): Proposal {
  const messages = given.flatMap((reading) => reading.messages);
  const requests = messages.flatMap((message) => asRequest(message) ?? []);
  const answers = messages.flatMap((message) => asAnswer(message) ?? []);
  const subscribing = requests.filter(({ action }) => action === "subscribe");
  const hasId = repeatId(answers);
  const isList = subscribing.some((request) => topicList(request) !== undefined) || subscribing.length === 0;
  const connections = connectionsOf(given);
  const asked = askedTexts(requests);
  const sections = given.flatMap((reading) =>
    topicSections(reading, asked, (tab) => isConnectionTab(tab, connections)),
  );
  const hasPages = new Set(sections.map(({ page }) => page)).size > 1;
  const named = namedConnections(sections, connections);
  const context = {
    connections,
    named,
    enums,
    isList,
    id: requestIdOf(requests, answers),
    asked,
    hasPages,
    listPointers: listPointersIn(sections),
    slotNames: writtenSlots(sections),
    topicMember: exchange.topicMembers[0],
  };
  const topics = nameApart(distinctTopics(sections.map((section) => proposeTopic(section, context))), []);
  const pages = given.filter((reading) => isUsed(reading, topics, sections));
  const used = connections.filter(({ name }) => topics.some((topic) => topic.connections.includes(name)));
  const folder = hasRepeatedNames(topics);
  const replies = proposeReplies(answers, requests, pages, used);
  const pings = requests.filter(({ action }) => action === "ping");
  const heartbeat = proposeHeartbeat(pings, replies.pong, hasId, pages);
  const authentication = proposeAuthentication(
    requests.filter(({ action }) => action === "auth"),
    used.filter(({ access }) => access === "private").map(({ name }) => name),
    { ...replies, hasId },
    pages,
  );
  const draft: Record<string, Draft> = {
    line,
    title: titleOf(line),
    description: `Topics of ${titleOf(line)}, as its pages document them.`,
    pages: pages.map(({ ref }) => pageDraft(ref)),
    connections:
      used.length === 0
        ? missing("the endpoints: by connection its access, and by network its URLs")
        : Object.fromEntries(used.map((connection) => [connection.name, draftOfConnection(connection, folder)])),
    ...(authentication && { authentication }),
    ...(heartbeat && { heartbeat }),
    subscription: isList
      ? {
          ...listSubscription({ requests, hasId, connections: used }, pages),
          ...askedInstances(topics),
          ...silentTopics(pages, used),
        }
      : topicSubscription({
          requests,
          topics: topics.flatMap(({ request, connections: own, section }) =>
            request ? [{ connections: own, pointers: request.pointers, section }] : [],
          ),
        }),
    replies: replies.replies,
    correlation: replies.correlation,
    ...(replies.reason && { reason: replies.reason }),
    limits: proposeLimits(pages),
    slots: { ...proposeSlots(topics.flatMap(({ slots }) => slots)), ...requestSlots(topics) },
    topics: topics.map(({ draft: own }) => own),
  };
  const file = { replies: [], topics: [], ...(dataOf(draft) as object), skip: [] } as unknown as LineFile;
  return { line, draft: { ...draft, skip: skipOf(file, pages, exchange) } };
}

const titleOf = (line: string): string => {
  const words = line.replace(/[-_]+/g, " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** A page that documents topics again that another one has, and better, is not read. */
const isUsed = (reading: PageReading, topics: readonly ProposedTopic[], sections: readonly TopicSection[]): boolean =>
  topics.some(({ section }) => section.page === reading.page) || !sections.some(({ page }) => page === reading.page);

const hasRepeatedNames = (topics: readonly ProposedTopic[]): boolean => {
  const names = topics.map(({ name }) => name.toLowerCase());
  return new Set(names).size < names.length;
};
