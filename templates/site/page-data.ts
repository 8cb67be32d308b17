/** What the pages of the site tell their scripts: `generator/site/` writes it. */

import type { JsonValue, RequestTemplate } from "../runtime/request.js";

export interface SearchIndex {
  /** Address from the folder of the site, and where that is in words. */
  readonly pages: readonly (readonly [path: string, words: string])[];
  /** What is found, its page, its place on the page, and what it is. */
  readonly entries: readonly (readonly [name: string, page: number, place: string, about: string])[];
}

/** What topics and requests are made of. */
export interface SubscribePlan {
  /** The patterns that a client may ask for; none where each topic has a request of its own. */
  readonly patterns: readonly string[];
  readonly request: RequestTemplate;
  /** Parameter that is the list of topics. */
  readonly topics?: string;
  /** Parameters that say that it is a subscription. */
  readonly fixed: Readonly<Record<string, JsonValue>>;
  /** What a slot may have on each connection, where that is a list. */
  readonly values: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

export interface CheckPlan {
  readonly lines: readonly CheckedLine[];
  /** Members in which an envelope has its message, tried in this order. */
  readonly payloadMembers: readonly string[];
}

export interface CheckedLine {
  readonly name: string;
  readonly script: string;
  /** Where it takes the connection to know a topic: its connections. */
  readonly connections: readonly string[];
  /** Address by connection and name of the topic. */
  readonly pages: Readonly<Record<string, string>>;
  /** Where people read the pages that validators name. */
  readonly urls: Readonly<Record<string, string>>;
}
