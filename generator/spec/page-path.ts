/** Paths of pages as line files name them: the repository, a slash, and the path in it. */

import type { ExchangeFile } from "./exchange-file.js";

export interface PagePath {
  /** Empty for what is no path of a page. */
  readonly repository: string;
  readonly path: string;
}

export function splitPage(page: string): PagePath {
  const [, repository = "", path = ""] = /^([^/]+)\/(.+)$/.exec(page) ?? [];
  return { repository, path };
}

/** Where people read a page, at a commit if one is named; undefined where the exchange file does not say. */
export function pageUrl(
  { repositories }: Pick<ExchangeFile, "repositories">,
  page: string,
  revision = "HEAD",
): string | undefined {
  const { repository, path } = splitPage(page);
  const web = Object.hasOwn(repositories, repository) ? repositories[repository]?.web : undefined;
  const base = web?.replace(/\/$/, "").replace(/\/HEAD(?=\/|$)/, `/${revision}`);
  return base === undefined ? undefined : `${base}/${path.split("/").map(encodeURIComponent).join("/")}`;
}
