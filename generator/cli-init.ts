/** The command lines of `init` and `add`. */

import type { Command } from "commander";
import type { CommandIo } from "./cli-io.js";
import { summaryFormat } from "./cli-spec.js";
import type { AddResult } from "./commands/add.js";
import type { InitResult } from "./commands/init.js";
import { DEFAULT_DOCS } from "./commands/options.js";
import type { SummaryRow } from "./init/summary.js";
import { COMMAND_LINE } from "./text/command-line.js";
import { table } from "./text/table.js";
import { counted } from "./text/words.js";

interface InitFlags {
  readonly docs: string;
  readonly out?: string;
  readonly line?: string;
  readonly quiet?: boolean;
  readonly format: string;
}

export function addInitCommand(program: Command, io: CommandIo): void {
  program
    .command("init")
    .description("line files for the lines that pages document, each guess marked for review")
    .argument("<pages...>", "pages, or folders of pages, below --docs")
    .option("--docs <dir>", "checkouts of the documentation, under their repositories' names", DEFAULT_DOCS)
    .option("--out <dir>", "spec folder (default: schemas)")
    .option("--line <name>", "all pages are of this line (default: found out)")
    .option("-q, --quiet", "errors only")
    .addOption(summaryFormat())
    .addHelpText(
      "after",
      `
Line files that are there are not overwritten: \`add\` extends them.

Examples:
  ${COMMAND_LINE} init --docs ../docs harbor-docs/websocket
  ${COMMAND_LINE} init --docs ../docs --line futures harbor-docs/futures.md harbor-docs/connect.md`,
    )
    .action(async (pages: string[], options: InitFlags) => {
      const { init } = await import("./commands/init.js");
      const result = await init({ ...options, pages, ...io.context });
      io.show(result.diagnostics, options.quiet === true);
      io.out(options.format === "json" ? json(result) : initText(result));
    });
}

interface AddFlags {
  readonly docs: string;
  readonly schemas?: string;
  readonly line: string;
  readonly quiet?: boolean;
  readonly format: string;
}

export function addAddCommand(program: Command, io: CommandIo): void {
  program
    .command("add")
    .description("topics of further pages, added to the file of a line")
    .argument("<pages...>", "pages, or folders of pages, below --docs")
    .requiredOption("--line <name>", "the line")
    .option("--docs <dir>", "checkouts of the documentation, under their repositories' names", DEFAULT_DOCS)
    .option("--schemas <dir>", "spec folder (default: schemas)")
    .option("-q, --quiet", "errors only")
    .addOption(summaryFormat())
    .addHelpText(
      "after",
      `
What stands in the line file stays as it is, comments too.

Example:
  ${COMMAND_LINE} add --docs ../docs --line futures harbor-docs/websocket/funding.mdx`,
    )
    .action(async (pages: string[], options: AddFlags) => {
      const { add } = await import("./commands/add.js");
      const result = await add({ ...options, pages, ...io.context });
      io.show(result.diagnostics, options.quiet === true);
      io.out(options.format === "json" ? json(result) : addText(result));
    });
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

function initText({ lines, leftOut, changes }: InitResult): string {
  const parts = lines.flatMap(({ line, pages, topics, rows }) => [
    `${line}: ${counted(topics, "topic")} of ${counted(pages, "page")}`,
    rowsText(rows),
    "",
  ]);
  const written = changes.length === 0 ? "Nothing changed." : `Written: ${changes.map(({ path }) => path).join(", ")}.`;
  return [...parts, ...leftOut.map(({ page, why }) => `Not read: ${page}, ${why}.`), written, ""].join("\n");
}

function addText({ line, topics, rows, leftOut, changed }: AddResult): string {
  const parts = topics.length === 0 ? [] : [`${line}: ${topics.join(", ")}`, rowsText(rows), ""];
  const written = changed ? `${counted(topics.length, "topic")} added.` : "Nothing changed.";
  return [...parts, ...leftOut.map(({ page, why }) => `Not read: ${page}, ${why}.`), written, ""].join("\n");
}

function rowsText(rows: readonly SummaryRow[]): string {
  const total = (key: "found" | "guessed" | "missing"): string => String(rows.reduce((sum, row) => sum + row[key], 0));
  return table([
    ["member", "found", "guessed, marked # check", "to fill in"],
    ...rows.map(({ member, found, guessed, missing }) => [member, found, guessed, missing].map(String)),
    ["all", total("found"), total("guessed"), total("missing")],
  ]);
}
