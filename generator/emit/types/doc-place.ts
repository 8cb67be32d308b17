import type { ExchangeFile } from "../../spec/exchange-file.js";
import { pageUrl } from "../../spec/page-path.js";
import type { Source } from "../../spec/value-type.js";

/**
 * Where a page's section can be read, for `@see`: a link if the exchange file says where the repository is, else its path. Without a line: those move
 * with every edit.
 */
export function docPlace(exchange: Pick<ExchangeFile, "repositories">, { page, heading }: Source): string | undefined {
  if (page === undefined) return undefined;
  const url = pageUrl(exchange, page);
  if (url === undefined) return `${page}${heading === undefined ? "" : `, "${heading}"`}`;
  return `{@link ${url}${heading === undefined ? "" : `#${anchorOf(heading)}`}}`;
}

/** As the usual renderers of Markdown make it: words in lower case, a hyphen for each space, nothing else. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}_ -]/gu, "")
    .replaceAll(" ", "-");
