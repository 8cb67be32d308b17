/** The command line of `validate` and `learn`. */

import { type Command, InvalidArgumentError, Option } from "commander";
import type { FormatFlag } from "./capture/format.js";
import { FORMATS } from "./capture/formats.js";
import type { CommandIo } from "./cli-io.js";
import { wholeNumber } from "./cli-numbers.js";
import type { LearnOptions, LearnResult } from "./commands/learn.js";
import { SCHEMAS_HELP } from "./commands/options.js";
import type { CaptureOptions, ValidateOptions } from "./commands/validate.js";
import { growHeapSlowly } from "./host/heap.js";
import { COMMAND_LINE } from "./text/command-line.js";
import { visible } from "./text/visible.js";
import { counted } from "./text/words.js";

type Flags<T> = { -readonly [K in keyof T]?: T[K] };
type CaptureFlags = Flags<CaptureOptions> & { readonly quiet?: boolean; readonly format?: string };
type ValidateFlags = CaptureFlags & Flags<ValidateOptions> & { readonly out?: string };
type LearnFlags = CaptureFlags & Flags<LearnOptions>;

const REPORTS = ["text", "json", "ndjson", "markdown", "html", "junit", "sarif", "github"] as const;

export function addValidateCommand(program: Command, io: CommandIo): void {
  captureCommand(program, "validate", "captured traffic against the documented protocol")
    .addOption(
      new Option(
        "--format <format>",
        "how the report is written (default: text; github where GitHub Actions runs it)",
      ).choices(REPORTS),
    )
    .option("--out <file>", "write the report to a file")
    .option("--stats", "count what is in each field")
    .addOption(
      new Option(
        "--fail-on <severity>",
        "which findings make the exit code 1; inputs that were not checked always fail",
      )
        .choices(["error", "warning", "never"])
        .default("error"),
    )
    .option("--baseline <file>", "known causes: only others fail")
    .option("--update-baseline", "add the causes of this run to the baseline")
    .addHelpText(
      "after",
      `
Examples:
  ${COMMAND_LINE} validate capture.ndjson.gz
  ${COMMAND_LINE} validate captures/ --format html --out report.html
  ${COMMAND_LINE} validate 'day-*.zst' --line futures --workers 4 --baseline known.json
  ${COMMAND_LINE} validate recorded-in-may.ndjson --at 2022-05-01
  zcat huge.gz | ${COMMAND_LINE} validate - --fail-on never --format json

A message that was received while a former revision of its topic was true, as \`history --keep\` wrote it into the spec folder, is
judged by that one; messages without a time are judged by today's.

Checks across messages, for --skip: snapshot, sequence, book, ack, early-data, heartbeat.`,
    )
    .addHelpText("after", FORMATS_HELP)
    .action((files: string[], flags: ValidateFlags) => runValidate(files, flags, io));
}

async function runValidate(files: string[], flags: ValidateFlags, io: CommandIo): Promise<void> {
  growHeapSlowly();
  const { validate } = await import("./commands/validate.js");
  const { REPORT_FORMATS } = await import("./validate/report/formats.js");
  const { createReport } = await import("./diagnostics/diagnostic.js");
  const { openOutput } = await import("./host/output-file.js");
  const quiet = flags.quiet === true;
  const report = createReport();
  const file = flags.out === undefined || flags.out === "-" ? undefined : openOutput(flags.out, report);
  if (report.failed) {
    io.show(report.diagnostics, quiet);
    return;
  }
  const result = await validate({ ...(flags as ValidateOptions), ...io.context, files });
  io.done();
  if (result.report) {
    const format = flags.format ?? (process.env.GITHUB_ACTIONS === "true" ? "github" : "text");
    const render = REPORT_FORMATS[format];
    const text = render?.(result.report, { color: io.color && flags.out === undefined, quiet }) ?? "";
    if (file) file.write(text, report);
    else io.out(text);
  }
  io.show([...result.diagnostics, ...report.diagnostics], quiet);
}

export function addLearnCommand(program: Command, io: CommandIo): void {
  captureCommand(program, "learn", "proposes corrections of the spec that the traffic proves, for review")
    .addOption(
      new Option("--format <format>", "how the proposals are printed").choices(["text", "json"]).default("text"),
    )
    .option("--write <dir>", "put the overlays into this folder; never the spec's own")
    .option("--min-share <percent>", "leave out what fewer of the values show (default: 1)", share)
    .option("--force", "replace overlays there that were edited, or that wireloom did not write")
    .addHelpText(
      "after",
      `
Examples:
  ${COMMAND_LINE} learn capture.raw --line futures
  ${COMMAND_LINE} learn capture.raw --line futures --write proposed
  ${COMMAND_LINE} validate capture.raw --line futures --overlays proposed`,
    )
    .addHelpText("after", FORMATS_HELP)
    .action((files: string[], flags: LearnFlags) => runLearn(files, flags, io));
}

async function runLearn(files: string[], flags: LearnFlags, io: CommandIo): Promise<void> {
  growHeapSlowly();
  const { learn } = await import("./commands/learn.js");
  const result = await learn({
    ...(flags as LearnOptions),
    ...io.context,
    files,
  });
  io.done();
  io.show(result.diagnostics, flags.quiet === true);
  const { messages, proposals, rare, written, skipped } = result;
  if (flags.format === "json") {
    io.out(`${JSON.stringify({ messages, proposals, rare, written, skipped }, null, 2)}\n`);
    return;
  }
  for (const [file, text] of result.files) io.out(`# ${file}\n${text}\n`);
  if (flags.quiet === true) return;
  if (rare.length > 0)
    io.out(
      `# Left out, because few values show it (--min-share):\n${rare.map((fact) => `# - ${visible(fact)}\n`).join("")}\n`,
    );
  io.out(`# ${learnSummary(result, flags.write)}.\n`);
}

/** What came of it, and why something was not written. */
function learnSummary({ proposals, files, messages, written, skipped }: LearnResult, target = ""): string {
  const what = `${counted(proposals.length, "proposal")} for ${counted(files.size, "topic")}, from ${counted(messages, "message")}`;
  const parts = [
    what,
    ...(written.length > 0 ? [`${counted(written.length, "file")} written to ${target}`] : []),
    ...skipped.map(({ message, files: own }) =>
      own.length === 0 ? `nothing written: ${message}` : `${counted(own.length, "file")} not written: ${message}`,
    ),
  ];
  return parts.join("; ");
}

/** What both take. */
function captureCommand(program: Command, name: string, description: string): Command {
  const command = program
    .command(name)
    .description(description)
    .argument("<files...>", "captures, folders, globs, or - for standard input")
    .option("--line <name>", "product line, or line/connection (default: found out)")
    .option("--schemas <dir>", SCHEMAS_HELP)
    .option("--overlays <dir>", "corrections that are applied for this run")
    .option(
      "--at <date>",
      "judge all of it by what the topics were then: 2022-05-01 (default: each message by its time)",
    )
    .option("--format-in <format>", "capture format (default: found out)");
  for (const { flags } of FORMATS)
    for (const [option, flag] of Object.entries(flags ?? {})) command.addOption(formatOption(option, flag));
  return command
    .option("--workers <n>", "threads besides the main one (default: by size and machine)", wholeNumber(0, 64))
    .option("--max-line <bytes>", "longest line (default: 16 MiB)", wholeNumber(0, 512 * 1024 * 1024))
    .option("--skip <checks>", "checks across messages that are off, separated by commas", (text: string) =>
      text.split(","),
    )
    .option("--fast", "prove messages from their bytes; the report is the same (default: by size)")
    .option("--no-fast", "parse every message, for comparison")
    .option("-q, --quiet", "as text print findings only; errors only on the error stream");
}

/** `--payload-key <key>` for `payloadKey`. */
function formatOption(option: string, { argument, description, parse }: FormatFlag<unknown>): Option {
  const name = option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return new Option(`--${name} <${argument}>`, description).argParser((text: string) => {
    const value = parse(text);
    if (value === undefined) throw new InvalidArgumentError(`It is no ${argument}.`);
    return value;
  });
}

const FORMATS_HELP = `
Formats, for --format-in:
${FORMATS.map(({ name, title }) => `  ${name.padEnd(16)} ${title}`).join("\n")}`;

function share(text: string): number {
  const percent = Number(text);
  if (!/^\d+(?:\.\d+)?$/.test(text) || percent > 100) throw new InvalidArgumentError("A number of percent up to 100.");
  return percent / 100;
}
