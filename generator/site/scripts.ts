/** The scripts and styles that the pages have in common. */

import type { OutputTree } from "../host/output-tree.js";
import { BASE_STYLE } from "../text/html.js";
import { bundleScript } from "./bundle.js";

/** `templates`: texts of templates/, `site/site.css` among them. */
export async function pageAssets(templates: OutputTree, packages: string): Promise<OutputTree> {
  const script = (name: string): Promise<string> =>
    bundleScript({ modules: templates, entry: `site/${name}.ts`, packages });
  return new Map([
    ["site.css", BASE_STYLE + (templates.get("site/site.css") ?? "")],
    ["site.js", await script("site")],
    ["check.js", await script("check")],
  ]);
}
