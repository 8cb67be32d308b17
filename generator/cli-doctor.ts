/** The command lines of `doctor` and `completion`. */

import { type Command, Option } from "commander";
import pc from "picocolors";
import { SHELLS, type Shell } from "./cli-completion.js";
import type { CommandIo } from "./cli-io.js";
import { summaryFormat } from "./cli-spec.js";
import type { DoctorResult, Finding } from "./commands/doctor.js";
import { SCHEMAS_HELP } from "./commands/options.js";
import { COMMAND_LINE } from "./text/command-line.js";
import { table } from "./text/table.js";

interface DoctorFlags {
  readonly docs?: string;
  readonly schemas?: string;
  readonly out?: string;
  readonly format: string;
}

export function addDoctorCommand(program: Command, io: CommandIo): void {
  program
    .command("doctor")
    .description("what this machine and this project have of all that commands need, and what to do about the rest")
    .option("--docs <dir>", "checkouts of the documentation (default: docs)")
    .option("--schemas <dir>", SCHEMAS_HELP)
    .option("--out <dir>", "folder of the package (default: generated)")
    .addOption(summaryFormat())
    .addHelpText(
      "after",
      `
What is missing leaves the exit code at 0: the commands that need it say so. What is wrong makes it 1.

Example:
  ${COMMAND_LINE} doctor`,
    )
    .action(async (options: DoctorFlags) => {
      const { doctor } = await import("./commands/doctor.js");
      const result = await doctor({ ...options, ...io.context });
      io.show(result.diagnostics, false);
      io.out(options.format === "json" ? `${JSON.stringify(result, null, 2)}\n` : doctorText(result, io.color));
    });
}

function doctorText({ findings }: DoctorResult, color: boolean): string {
  const paint = pc.createColors(color);
  const colors = { good: paint.green, missing: paint.yellow, wrong: paint.red };
  const rows = findings.map(({ about, status, words, fix }) => [
    about,
    status,
    fix === undefined ? words : `${words}. ${fix}`,
  ]);
  const painted = table(rows, (text, row, column) =>
    column === 1 ? colors[(findings[row] as Finding).status](text) : text,
  );
  return `${painted}\n`;
}

export function addCompletionCommand(program: Command, io: CommandIo): void {
  program
    .command("completion")
    .description("a script that completes commands and options in a shell")
    .addOption(new Option("--shell <name>", "for which").choices(SHELLS).makeOptionMandatory())
    .addHelpText(
      "after",
      `
Examples:
  ${COMMAND_LINE} completion --shell bash >> ~/.bash_completion
  ${COMMAND_LINE} completion --shell zsh > ~/.zsh/completions/_wireloom
  ${COMMAND_LINE} completion --shell fish > ~/.config/fish/completions/wireloom.fish`,
    )
    .action(async ({ shell }: { readonly shell: Shell }) => {
      const { completionScript } = await import("./cli-completion.js");
      io.out(completionScript(program, shell));
    });
}
