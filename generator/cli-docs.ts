/** The command lines of `docs` and `defects`. */

import { type Command, Option } from "commander";
import type { CommandIo } from "./cli-io.js";
import { wholeNumber } from "./cli-numbers.js";
import { summaryFormat } from "./cli-spec.js";
import type { DefectsResult } from "./commands/defects.js";
import type { DocsResult } from "./commands/docs.js";
import { DEFAULT_DOCS, SCHEMAS_HELP } from "./commands/options.js";
import { COMMAND_LINE } from "./text/command-line.js";
import { table } from "./text/table.js";

interface DocsFlags {
  readonly docs: string;
  readonly schemas?: string;
  readonly update?: boolean;
  readonly timeout?: number;
  readonly quiet?: boolean;
  readonly format: string;
}

export function addDocsCommand(program: Command, io: CommandIo): void {
  program
    .command("docs")
    .description("the documentation itself: checkouts of the repositories that exchange.yaml names")
    .option("--docs <dir>", "where the checkouts stand, under their repositories' names", DEFAULT_DOCS)
    .option("--schemas <dir>", "spec folder (default: schemas; begins as a copy of the one that ships)")
    .option("--update", "the newest revisions, instead of those in docs.json")
    .option("--timeout <seconds>", "for each command of git (default: 300)", wholeNumber(1, 86_400))
    .option("-q, --quiet", "errors only")
    .addOption(summaryFormat())
    .addHelpText(
      "after",
      `
The revisions and git's hashes of the pages are kept in docs.json of the spec folder. A checkout with changes of yours stays as it is.

Examples:
  ${COMMAND_LINE} docs
  ${COMMAND_LINE} docs --docs ../docs --update`,
    )
    .action(async ({ timeout, ...options }: DocsFlags) => {
      const { docs } = await import("./commands/docs.js");
      const timeLimit = timeout === undefined ? {} : { timeoutMs: timeout * 1000 };
      const result = await docs({ ...options, ...timeLimit, ...io.context });
      io.done();
      io.show(result.diagnostics, options.quiet === true);
      io.out(options.format === "json" ? `${JSON.stringify(result, null, 2)}\n` : docsText(result));
    });
}

function docsText({ repositories, lines }: DocsResult): string {
  if (repositories.length === 0) return "";
  const short = (revision: string): string => revision.slice(0, 12);
  const revisions = repositories.map(({ name, revision, former }) => [
    name,
    short(revision),
    former === undefined ? "" : `was ${short(former)}`,
  ]);
  const count = (pages: DocsResult["lines"][number]["pages"], kind: string): string =>
    String(pages.filter(({ change }) => change === kind).length);
  const counts = lines.map(({ line, pages }) => [line, count(pages, "changed"), count(pages, "new")]);
  const changed = lines.flatMap(({ line, pages }) =>
    pages.flatMap(({ page, change }) => (change === "changed" ? [[line, page]] : [])),
  );
  return [
    table([["repository", "revision", ""], ...revisions]),
    ...(counts.length > 0 ? ["", table([["line", "changed pages", "new"], ...counts])] : []),
    ...(changed.length > 0 ? ["", table(changed)] : []),
    "",
  ].join("\n");
}

interface DefectsFlags {
  readonly schemas?: string;
  readonly lines?: string[];
  readonly page?: string;
  readonly format: string;
}

export function addDefectsCommand(program: Command, io: CommandIo): void {
  program
    .command("defects")
    .description("what the documentation gets wrong, for its authors: by page, the most harmful first")
    .option("--schemas <dir>", SCHEMAS_HELP)
    .option("--lines <names>", "only these lines, separated by commas", (text: string) => text.split(","))
    .option("--page <glob>", "only pages of this path; * is any text")
    .addOption(
      new Option("--format <format>", "how they are printed").choices(["text", "markdown", "json"]).default("text"),
    )
    .addHelpText(
      "after",
      `
Markdown is ready to be pasted into an issue of the documentation: each line of a page is a link to it.

Examples:
  ${COMMAND_LINE} defects
  ${COMMAND_LINE} defects --page '*trade.mdx' --format markdown`,
    )
    .action(async (options: DefectsFlags) => {
      const { defects } = await import("./commands/defects.js");
      const result = await defects({ ...options, ...io.context });
      io.show(result.diagnostics, false);
      io.out(await defectsShown(result, options.format));
    });
}

async function defectsShown(result: DefectsResult, format: string): Promise<string> {
  if (format === "json") return `${JSON.stringify(result, null, 2)}\n`;
  if (result.diagnostics.some(({ severity }) => severity === "error")) return "";
  if (result.pages.length === 0) return "No defects.\n";
  if (format === "markdown") return (await import("./derive/defect-report-markdown.js")).defectsMarkdown(result.pages);
  return (await import("./derive/defect-report-text.js")).defectsText(result.pages);
}
