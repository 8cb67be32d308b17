/** The spec as a folder of pages that opens from disk. */

import type { OutputTree } from "../host/output-tree.js";
import { checkPage } from "./check-page.js";
import { defectsPageOf } from "./defects-page.js";
import { enumsPageOf } from "./enums-page.js";
import { indexPage } from "./index-page.js";
import { type SitePage, sitePage } from "./layout.js";
import { linePageOf } from "./line-page.js";
import { ASSETS } from "./paths.js";
import { searchIndex } from "./search-index.js";
import type { SiteInput } from "./site-input.js";
import { topicPageOf } from "./topic-page.js";

export function buildSite(input: SiteInput): OutputTree {
  const { spec, assets } = input;
  const pages: SitePage[] = [
    indexPage(input),
    checkPage(input),
    ...spec.lines.flatMap((line) => [
      linePageOf(line, input),
      enumsPageOf(line),
      defectsPageOf(line, input),
      ...line.topics.map((topic) => topicPageOf(line, topic, input)),
    ]),
  ];
  return new Map([
    ...pages.map((page) => [page.path, sitePage(spec, page)] as const),
    ...[...assets].map(([path, text]) => [`${ASSETS}/${path}`, text] as const),
    [`${ASSETS}/search-index.js`, searchIndex(spec)],
  ]);
}
