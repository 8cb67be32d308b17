/** What stands about a page between two lines of `---` at its top. */

import { readYaml } from "../../host/yaml-data.js";
import { isObject } from "../../schema/is-object.js";
import type { PageProblem } from "../page.js";
import { createPlaceOf } from "../place-of.js";

export interface FrontMatter {
  /** How many lines of the page it takes. */
  readonly length: number;
  readonly title?: { readonly raw: string; readonly line: number; readonly column: number };
  /** Path of the page on its site. */
  readonly slug?: string;
  readonly problems: readonly PageProblem[];
}

const NONE: FrontMatter = { length: 0, problems: [] };

export function readFrontMatter(lines: readonly string[]): FrontMatter {
  if (lines[0]?.trimEnd() !== "---") return NONE;
  const end = lines.findIndex((line, index) => index > 0 && line.trimEnd() === "---");
  if (end < 0)
    return {
      length: 0,
      problems: [
        {
          line: 1,
          column: 1,
          message: "The front matter of the page does not end.",
          fix: "Close it with a line of `---`.",
        },
      ],
    };
  const text = lines.slice(1, end).join("\n");
  const { value, fault } = readYaml(text);
  if (fault) {
    const place = createPlaceOf(text, { line: 2, column: 1 })(fault.offset);
    const message = `The front matter of the page is no YAML: ${fault.message}`;
    return {
      length: end + 1,
      problems: [{ ...place, message, fix: fault.fix ?? "Correct it; a text with a colon needs quotes." }],
    };
  }
  const facts = isObject(value) ? value : {};
  const line = lines.findIndex((candidate) => /^title\s*:/.test(candidate));
  const column = (/^title\s*:\s*/.exec(lines[line] ?? "")?.[0].length ?? 0) + 1;
  const { title, slug } = facts;
  return {
    length: end + 1,
    ...((typeof title === "string" || typeof title === "number") && {
      title: { raw: String(title), line: Math.max(line, 0) + 1, column },
    }),
    ...(typeof slug === "string" && { slug }),
    problems: [],
  };
}
