/** Paths of pages as line files name them: the repository, a slash, and the path in it. */

export interface PagePath {
  /** Empty for what is no path of a page. */
  readonly repository: string;
  readonly path: string;
}

export function splitPage(page: string): PagePath {
  const [, repository = "", path = ""] = /^([^/]+)\/(.+)$/.exec(page) ?? [];
  return { repository, path };
}
