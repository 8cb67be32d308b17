/** The command line of `diff`. */

import { type Command, Option } from "commander";
import type { CommandIo } from "./cli-io.js";
import type { FailOn } from "./commands/diff.js";
import { SCHEMAS_HELP } from "./commands/options.js";
import { COMMAND_LINE } from "./text/command-line.js";

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
    .addOption(
      new Option("--fail-on <level>", "exit code 1 from this level on")
        .choices(["breaking", "dangerous", "compatible", "docs-only", "never"])
        .default("breaking"),
    )
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
