/** Where the pages of the site are, and how one leads to another. */

import type { LineSpec, TopicSpec } from "../spec/spec.js";

/** No line is called so: their names begin with a letter. */
export const ASSETS = "_assets";

export const INDEX_PAGE = "index.html";
export const CHECK_PAGE = "check.html";

type Named = Pick<LineSpec, "name">;

export const linePage = ({ name }: Named): string => `${name}/index.html`;
export const enumsPage = ({ name }: Named): string => `${name}/enums.html`;
export const defectsPage = ({ name }: Named): string => `${name}/defects.html`;
export const topicPage = ({ line, modulePath }: Pick<TopicSpec, "line" | "modulePath">): string =>
  `${line}/topics/${modulePath}.html`;
export const validatorScript = ({ name }: Named): string => `${ASSETS}/check-${name}.js`;

/** The way from one page to another, as an address in a page; works from disk, and below any path of a server. */
export const hrefTo = (from: string, to: string): string => rootOf(from) + encodeURI(to);

/** The way from a page to the folder of the site: empty, or `../` as often as it takes. */
export const rootOf = (page: string): string => "../".repeat(page.split("/").length - 1);

/** Of a member within the page of its topic: `snapshot/data/*`. */
export const memberId = (form: string, pointer: string): string => `${form}${pointer}`.replaceAll(/\s/g, "_");

export const enumId = (name: string): string => `enum-${name}`;
