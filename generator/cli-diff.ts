/** The command lines of `diff`, `changelog`, `history` and `check`: what changes over time. */

import { type Command, Option } from "commander";
import type { CommandIo } from "./cli-io.js";
import { wholeNumber } from "./cli-numbers.js";
import { summaryFormat } from "./cli-spec.js";
import type { ChangelogResult } from "./commands/changelog.js";
import type { FailOn } from "./commands/diff.js";
import type { KeptRevisions } from "./commands/history.js";
import { SCHEMAS_HELP } from "./commands/options.js";
import { COMMAND_LINE } from "./text/command-line.js";
import { table } from "./text/table.js";
import { counted } from "./text/words.js";

interface DiffFlags {
  readonly docs?: boolean;
  readonly schemas?: string;
  readonly lines?: string[];
  readonly failOn: FailOn;
  readonly ignores?: string;
  readonly quiet?: boolean;
  readonly format: "text" | "json" | "markdown";
}

export function addDiffCommand(program: Command, io: CommandIo): void {
  program
    .command("diff")
    .description("what has changed between two revisions of a spec, whom it breaks, and which version that makes")
    .argument("<old>", "a spec folder, or a git revision: HEAD~3, v1.2:schemas")
    .argument("[new]", "the same (default: the spec folder)")
    .option("--docs", "both are checkouts of the documentation, derived with the spec folder's line files")
    .option("--schemas <dir>", SCHEMAS_HELP)
    .option("--lines <names>", "only these lines, separated by commas", (text: string) => text.split(","))
    .addOption(failOnOption())
    .option("--ignores <file>", "changes that are accepted, each with a reason and a last day (YAML)")
    .option("-q, --quiet", "errors only")
    .addOption(
      new Option("--format <format>", "how the changes are printed")
        .choices(["text", "json", "markdown"])
        .default("text"),
    )
    .addHelpText(
      "after",
      `
Levels: breaking (code that is right today can be wrong), dangerous (messages stay what code expects, something else can go
wrong), compatible, docs-only (words alone).

Examples:
  ${COMMAND_LINE} diff HEAD
  ${COMMAND_LINE} diff v1.2:schemas HEAD:schemas --format markdown
  ${COMMAND_LINE} diff --docs ../docs-of-may ../docs --lines futures --fail-on dangerous`,
    )
    .action(async (before: string, after: string | undefined, options: DiffFlags) => {
      const { diff } = await import("./commands/diff.js");
      const result = await diff({ ...options, before, ...(after !== undefined && { after }), ...io.context });
      io.show(result.diagnostics, options.quiet === true);
      if (!result.diff) return;
      switch (options.format) {
        case "json": {
          const { diffJson } = await import("./diff/report/json.js");
          io.out(`${JSON.stringify(diffJson(result.diff, result.ignored), null, 2)}\n`);
          break;
        }
        case "markdown": {
          const { diffMarkdown } = await import("./diff/report/markdown.js");
          io.out(diffMarkdown(result.diff, result.ignored));
          break;
        }
        case "text": {
          const { diffText } = await import("./diff/report/text.js");
          io.out(diffText(result.diff, result.ignored, io.color));
          break;
        }
      }
    });
}

const failOnOption = (): Option =>
  new Option("--fail-on <level>", "exit code 1 from this level on")
    .choices(["breaking", "dangerous", "compatible", "docs-only", "never"])
    .default("breaking");

interface ChangelogFlags {
  readonly schemas?: string;
  readonly out?: string;
  readonly date?: string;
  readonly quiet?: boolean;
  readonly format: "text" | "json";
}

export function addChangelogCommand(program: Command, io: CommandIo): void {
  program
    .command("changelog")
    .description("a release of the generated package: its version, its CHANGELOG.md, and the package itself")
    .argument("[old]", "the last release: a spec folder, or a git revision (default: HEAD)")
    .option("--schemas <dir>", SCHEMAS_HELP)
    .option("--out <dir>", "folder of the package (default: generated)")
    .option("--date <day>", "of the release: 2026-11-22 (default: today, UTC)")
    .option("-q, --quiet", "errors only")
    .addOption(summaryFormat())
    .addHelpText(
      "after",
      `
Writes releases.json in the spec folder and generates the package from both. Run again it makes the same release; its
\`notes\` are yours and stay.

Examples:
  ${COMMAND_LINE} changelog
  ${COMMAND_LINE} changelog v1.2:schemas --date 2026-11-22`,
    )
    .action(async (before: string | undefined, options: ChangelogFlags) => {
      const { changelog } = await import("./commands/changelog.js");
      const result = await changelog({ ...options, ...(before !== undefined && { before }), ...io.context });
      io.show(result.diagnostics, options.quiet === true);
      io.out(
        options.format === "json" ? `${JSON.stringify(result.release ?? null, null, 2)}\n` : changelogText(result),
      );
    });
}

function changelogText({ diff, release }: ChangelogResult): string {
  if (!diff) return "";
  if (!release) return diff.bump === "none" ? "Nothing changed: no release.\n" : "";
  const { version, changes } = release;
  return `${version}: ${counted(changes.length, "change")}. releases.json, CHANGELOG.md and the package are written.\n`;
}

interface HistoryFlags {
  readonly repo: string;
  readonly line: string;
  readonly schemas?: string;
  readonly since?: string;
  readonly until?: string;
  readonly limit?: number;
  readonly keep?: boolean;
  readonly threads?: number;
  readonly quiet?: boolean;
  readonly format: "text" | "json" | "markdown" | "html";
}

export function addHistoryCommand(program: Command, io: CommandIo): void {
  program
    .command("history")
    .description("what each commit of the documentation did to the protocol of a line")
    .requiredOption("--repo <dir>", "checkout of the repository that has the line's pages, under the repository's name")
    .requiredOption("--line <name>", "the line")
    .option("--schemas <dir>", SCHEMAS_HELP)
    .option("--since <revision>", "only commits behind this one")
    .option("--until <revision>", "only commits up to this one (default: HEAD)")
    .addOption(new Option("--limit <count>", "only the newest ones").argParser(wholeNumber(1, 999_999)))
    .option(
      "--keep",
      "write what topics were before into <schemas>/<line>/revisions, by which validate judges captures of then",
    )
    .addOption(
      new Option("--threads <n>", "threads that derive (default: by the number of commits and the machine)").argParser(
        wholeNumber(1, 64),
      ),
    )
    .option("-q, --quiet", "errors only")
    .addOption(
      new Option("--format <format>", "how they are printed")
        .choices(["text", "json", "markdown", "html"])
        .default("text"),
    )
    .addHelpText(
      "after",
      `
Each revision of the pages is derived in memory, with the line file, glossary and overlays of today; without --keep nothing is
written. A topic that a revision does not let derive keeps what it was before, and the row says so.

Examples:
  ${COMMAND_LINE} history --repo ../docs/harbor-docs --line futures
  ${COMMAND_LINE} history --repo ../docs/harbor-docs --line futures --since v1.2 --format markdown
  ${COMMAND_LINE} history --repo ../docs/harbor-docs --line futures --format html > history.html
  ${COMMAND_LINE} history --repo ../docs/harbor-docs --line futures --keep`,
    )
    .action(async (options: HistoryFlags) => {
      const { history } = await import("./commands/history.js");
      const { line, rows, kept, diagnostics } = await history({ ...options, ...io.context });
      io.show(diagnostics, options.quiet === true);
      if (options.format === "json")
        io.out(`${JSON.stringify({ version: 1, line, rows, ...(kept && { kept }) }, null, 2)}\n`);
      else if (options.format === "html") {
        const { historyHtml } = await import("./diff/report/history-html.js");
        io.out(historyHtml(line, rows));
      } else {
        const { historyMarkdown, historyText } = await import("./diff/report/history-text.js");
        io.out(options.format === "markdown" ? historyMarkdown(line, rows) : historyText(line, rows, io.color));
        if (kept && options.format === "text") io.out(keptText(kept));
      }
    });
}

function keptText({ folder, revisions, changes }: KeptRevisions): string {
  const files = changes.filter(({ path }) => path !== "manifest.json").length;
  const what = files === 0 ? "nothing changed" : `${counted(files, "file")} written or removed`;
  return `${folder}: ${counted(revisions, "former revision")}, ${what}.\n`;
}

interface CheckFlags {
  readonly docs?: string;
  readonly schemas?: string;
  readonly out?: string;
  readonly base?: string;
  readonly failOn: FailOn;
  readonly ignores?: string;
  readonly maxDefects?: number;
  readonly quiet?: boolean;
  readonly format: "text" | "json";
}

export function addCheckCommand(program: Command, io: CommandIo): void {
  program
    .command("check")
    .description("one gate: derive --check, generate --check, diff against a base, number of defects")
    .option("--docs <dir>", "checkouts of the documentation (default: docs); without them schemas are not compared")
    .option("--schemas <dir>", SCHEMAS_HELP)
    .option("--out <dir>", "folder of the package (default: generated)")
    .option("--base <revision>", "what people use, as diff takes it (default: HEAD)")
    .addOption(failOnOption())
    .option("--ignores <file>", "changes that are accepted, each with a reason and a last day (YAML)")
    .addOption(
      new Option("--max-defects <count>", "most defects that the documentation may have").argParser(
        wholeNumber(1, 999_999),
      ),
    )
    .option("-q, --quiet", "errors only")
    .addOption(summaryFormat())
    .addHelpText(
      "after",
      `
Examples:
  ${COMMAND_LINE} check --docs ../docs
  ${COMMAND_LINE} check --base origin/main --fail-on dangerous --max-defects 600`,
    )
    .action(async (options: CheckFlags) => {
      const { check } = await import("./commands/check.js");
      const result = await check({ ...options, ...io.context });
      io.show(result.diagnostics, options.quiet === true);
      const { diff, checks } = result;
      if (options.format === "json") {
        const changes = diff && { counts: diff.counts, bump: diff.bump };
        io.out(`${JSON.stringify({ version: 1, checks, ...(changes && { changes }) }, null, 2)}\n`);
      } else io.out(`${table(checks.map(({ check: name, status, words }) => [name, status, words]))}\n`);
    });
}
