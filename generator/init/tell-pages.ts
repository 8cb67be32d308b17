/** Which pages document topics, which the connection, and which pages make a line together. */

import { isObject } from "../schema/is-object.js";
import type { PageRef } from "../spec/line-file.js";
import { groupBy } from "../text/group-by.js";
import type { PageReading } from "./messages.js";
import { asAnswer, asRequest } from "./roles.js";
import { askedTexts, pushesIn } from "./sections.js";
import { isSilent } from "./silent.js";

/** `topics`: it shows pushes. `guide`: how to connect, to subscribe or to stay alive. `silent`: topics without pushes. `other`: none of it. */
export type PageKind = "topics" | "guide" | "silent" | "other";

/** `hasKeys`: the page has keys in place of its texts. */
export function readerFor(path: string, source: string, hasKeys: boolean): PageRef["reader"] {
  if (/\.mdx$/i.test(path) || /^---\s*\n/.test(source)) return "mdx";
  return hasKeys || /<aside class=/.test(source) ? "slate" : "markdown";
}

export function kindOf(reading: PageReading): PageKind {
  const requests = reading.messages.flatMap((message) => asRequest(message) ?? []);
  if (pushesIn(reading, askedTexts(requests)).length > 0) return "topics";
  const answers = reading.messages.flatMap((message) => asAnswer(message) ?? []);
  const actions = new Set(requests.map(({ action }) => action));
  const shown = actions.size + (answers.length > 0 ? 1 : 0);
  if (isSilent(reading)) return "silent";
  // A request alone is one for a topic that the page should show a push of.
  if (actions.has("subscribe")) return shown > 1 ? "guide" : "other";
  const others = reading.messages.filter(
    (message) => !asRequest(message) && !asAnswer(message) && isObject(message.value),
  );
  const hasEndpoints = reading.page.blocks.some((block) => block.kind === "prose" && /wss?:\/\//.test(block.text));
  return others.length === 0 && (shown > 0 || hasEndpoints) ? "guide" : "other";
}

/** Does the page say how to subscribe or to stay alive, besides its topics? Then it may be a line of its own. */
export function isWhole({ messages }: PageReading): boolean {
  const actions = new Set(messages.flatMap((message) => asRequest(message)?.action ?? []));
  return actions.has("ping") || actions.has("auth");
}

/** Folders of any documentation. */
const PLAIN =
  /^(?:_?(?:web-?sockets?|ws|wss|streams?)|docs?|documentation|source|includes?|public|private|pages|api|reference|index|readme|content|testnet|v\d+)$/i;
const WEBSOCKET = /^_?(?:web-?sockets?|ws|wss|streams?|websocket-?(?:api|streams?))$/i;

export interface PageGroup {
  /** Name of the line. */
  readonly line: string;
  readonly pages: readonly PageReading[];
}

export interface TellingPage {
  readonly reading: PageReading;
  readonly kind: PageKind;
}

/** Pages below one folder are one line, except those that say all for themselves where several do. */
export function groupPages(pages: readonly TellingPage[], named: string | undefined): PageGroup[] {
  const used = pages.filter(({ kind }) => kind !== "other");
  if (named !== undefined) return used.length === 0 ? [] : [{ line: named, pages: used.map(({ reading }) => reading) }];
  const folders = groupBy(used, ({ reading }) => folderOf(reading.page.path));
  const groups = [...folders].flatMap(([folder, own]): PageGroup[] => {
    const whole = own.filter(({ reading, kind }) => kind === "topics" && isWhole(reading));
    if (own.every(({ kind }) => kind !== "topics")) return [];
    if (whole.length < 2)
      return [
        {
          line: nameOf(own.length === 1 && whole[0] ? whole[0].reading.page.path : `${folder}/`),
          pages: own.map(({ reading }) => reading),
        },
      ];
    return whole.map(({ reading }) => ({ line: nameOf(reading.page.path), pages: [reading] }));
  });
  const guides = used.filter(
    ({ kind, reading }) => kind === "guide" && !groups.some((group) => group.pages.includes(reading)),
  );
  return groups.map((group) => ({ ...group, pages: [...group.pages, ...guides.map(({ reading }) => reading)] }));
}

/** Down to the folder that is called after WebSocket, else the one that the page stands in. */
function folderOf(path: string): string {
  const folders = path.split("/").slice(0, -1);
  const index = folders.findIndex((name) => WEBSOCKET.test(name));
  if (index >= 0) return folders.slice(0, index + 1).join("/");
  while (folders.length > 1 && /^(?:public|private|market|account|user)$/i.test(folders.at(-1) ?? "")) folders.pop();
  return folders.join("/");
}

/** The folder above the one that is called after WebSocket, else the nearest name that says something. */
function nameOf(path: string): string {
  const parts = path
    .replace(/\.mdx?$/i, "")
    .split("/")
    .filter((part) => part !== "");
  const index = parts.findIndex((name) => WEBSOCKET.test(name));
  const above = index > 0 ? parts.slice(0, index) : parts;
  const words = above.map((part) =>
    part
      .replace(/_?web-?sockets?/i, "")
      .replace(/[-_]docs?$/i, "")
      .replace(/^[_.-]+|[_.-]+$/g, ""),
  );
  const own = index > 0 && index < parts.length - 1 ? words.at(-1) : undefined;
  const name = own || words.findLast((word) => word !== "" && !PLAIN.test(word)) || words.at(-1) || "line";
  const safe = name.replace(/[^A-Za-z0-9_-]+/g, "-").replace(/^[^A-Za-z]+/, "");
  return safe.slice(0, 100) || "line";
}
