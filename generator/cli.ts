/** The command line: flags to options, results to text or JSON, diagnostics to stderr, an exit code. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Command, CommanderError, Option } from "commander";
import pc from "picocolors";
import { addCaptureCommands, type CommandIo } from "./cli-captures.js";
import { addMockCommand } from "./cli-mock.js";
// The commands are loaded when they run: the TypeScript compiler alone takes longer to load than derive to run.
import type { DeriveResult } from "./commands/derive.js";
import type { GenerateResult } from "./commands/generate.js";
import { OWN_ROOT, SCHEMAS_HELP } from "./commands/options.js";
import { type Diagnostic, EXIT, exitCodeOf } from "./diagnostics/diagnostic.js";
import { printDiagnostic } from "./diagnostics/print.js";
import { COMMAND_LINE } from "./text/command-line.js";
import { table } from "./text/table.js";

export interface Streams {
  readonly stdout: { write(text: string): unknown; readonly isTTY?: boolean };
  readonly stderr: { write(text: string): unknown; readonly isTTY?: boolean };
}

/** Runs one command line and returns its exit code. */
export async function run(args: readonly string[], streams: Streams, signal?: AbortSignal): Promise<number> {
  let code: number = EXIT.clean;
  const color = Boolean(streams.stdout.isTTY) && pc.isColorSupported;
  const stderrColor = Boolean(streams.stderr.isTTY) && pc.isColorSupported;
  const show = (diagnostics: readonly Diagnostic[], quiet: boolean): void => {
    const shown = quiet ? diagnostics.filter(({ severity }) => severity === "error") : diagnostics;
    for (const diagnostic of shown) streams.stderr.write(`${printDiagnostic(diagnostic, { color: stderrColor })}\n`);
    code = exitCodeOf(diagnostics);
  };
  const context = {
    ...(streams.stderr.isTTY ? { progress: (text: string) => streams.stderr.write(`\r\u001b[K${text}\r`) } : {}),
    ...(signal ? { signal } : {}),
  };
  const format = new Option("--format <format>", "how the summary is printed")
    .choices(["text", "json"])
    .default("text");
  const program = new Command("wireloom")
    .description(
      "Derives a WebSocket protocol spec from documentation, generates TypeScript from it, and checks captured traffic against it.",
    )
    .version(ownVersion(), "-V, --version", "print the version")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => streams.stdout.write(text),
      writeErr: (text) => streams.stderr.write(text),
    })
    .showHelpAfterError("(see --help)")
    .addHelpText("after", EXIT_HELP);
  program
    .command("derive")
    .description("documentation pages to schemas and defects.json")
    .option("--docs <dir>", "checkouts of the documentation, under their repositories' names", "docs")
    .option("--schemas <dir>", "spec folder (default: schemas; begins as a copy of the one that ships)")
    .option("--lines <names>", "only these lines, separated by commas", (text: string) => text.split(","))
    .option("--check", "compare with what is there, write nothing")
    .option("--force", "replace files that wireloom did not write, or that were edited")
    .option("--doc-text", "use the page's own words as descriptions, for a private build")
    .option("-q, --quiet", "errors only")
    .addOption(format)
    .addHelpText(
      "after",
      `
Examples:
  ${COMMAND_LINE} derive --docs ../docs
  ${COMMAND_LINE} derive --docs ../docs --lines linear,spot
  ${COMMAND_LINE} derive --docs ../docs --check`,
    )
    .action(async (options: DeriveFlags) => {
      const { derive } = await import("./commands/derive.js");
      const result = await derive({ ...options, ...context });
      show(result.diagnostics, options.quiet === true);
      streams.stdout.write(
        options.format === "json" ? json(result) : deriveText(result, options.check === true, color),
      );
    });
  program
    .command("generate")
    .description("schemas to the TypeScript package")
    .option("--schemas <dir>", SCHEMAS_HELP)
    .option("--out <dir>", "folder of the package (default: generated)")
    .option("--check", "compare with what is there, write nothing")
    .option("--force", "replace files that wireloom did not write, or that were edited")
    .option("-q, --quiet", "errors only")
    .addOption(format)
    .addHelpText(
      "after",
      `
Examples:
  ${COMMAND_LINE} generate
  ${COMMAND_LINE} generate --schemas my-spec --out my-package
  ${COMMAND_LINE} generate --check`,
    )
    .action(async (options: GenerateFlags) => {
      const { generate } = await import("./commands/generate.js");
      const result = await generate({ ...options, ...context });
      show(result.diagnostics, options.quiet === true);
      streams.stdout.write(options.format === "json" ? json(result) : generateText(result, options.check === true));
    });
  const io: CommandIo = {
    context,
    color,
    show,
    out: (text) => streams.stdout.write(text),
    done: () => {
      if (streams.stderr.isTTY) streams.stderr.write("\u001b[K");
    },
  };
  addCaptureCommands(program, io);
  addMockCommand(program, io);
  program
    .command("demo")
    .description("generates the package into a temporary folder and checks a small sample capture with it")
    .addHelpText(
      "after",
      `
Example:
  ${COMMAND_LINE} demo`,
    )
    .action(async () => {
      const { demo } = await import("./commands/demo.js");
      const result = await demo(context);
      show(result.diagnostics, true);
      streams.stdout.write(result.text);
    });
  try {
    await program.parseAsync([...args], { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.clean : EXIT.usage;
    if (signal?.aborted) return EXIT.interrupted;
    streams.stderr.write(
      `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\nThis is a bug of wireloom.\n`,
    );
    return EXIT.bug;
  }
  return signal?.aborted === true ? EXIT.interrupted : code;
}

function ownVersion(): string {
  const { version } = JSON.parse(readFileSync(join(OWN_ROOT, "package.json"), "utf8")) as { version: string };
  return version;
}

const EXIT_HELP = `
Exit codes: 0 clean, 1 findings, 2 usage or configuration, 3 unreadable or damaged input, 4 a bug of wireloom, 130 interrupted.`;

interface DeriveFlags {
  readonly docs: string;
  readonly schemas?: string;
  readonly lines?: string[];
  readonly check?: boolean;
  readonly force?: boolean;
  readonly docText?: boolean;
  readonly quiet?: boolean;
  readonly format: string;
}

interface GenerateFlags {
  readonly schemas?: string;
  readonly out?: string;
  readonly check?: boolean;
  readonly force?: boolean;
  readonly quiet?: boolean;
  readonly format: string;
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

export function deriveText({ lines, defects, changes }: DeriveResult, check: boolean, color: boolean): string {
  const paint = pc.createColors(color);
  const total = (key: "topics" | "examples" | "messages" | "defects"): number =>
    lines.reduce((sum, line) => sum + line[key], 0);
  const rows = [
    ["line", "topics", "examples", "forms", "defects"],
    ...lines.map((line) => [line.line, line.topics, line.examples, line.messages, line.defects].map(String)),
    ["all", total("topics"), total("examples"), total("messages"), total("defects")].map(String),
  ];
  const kinds = defects.map(({ code, count, meaning }) => [String(count), code, meaning]);
  return [
    table(rows),
    "",
    paint.bold("Defects of the docs, by kind"),
    table(kinds),
    "",
    changeText(changes, check),
    "",
  ].join("\n");
}

export function generateText({ lines, files, bytes, changes }: GenerateResult, check: boolean): string {
  const rows = [
    ["line", "topics", "replies", "enums"],
    ...lines.map((line) => [line.line, line.topics, line.replies, line.enums].map(String)),
  ];
  return [table(rows), "", `${files} files, ${Math.round(bytes / 1024)} kB. ${changeText(changes, check)}`, ""].join(
    "\n",
  );
}

function changeText(changes: readonly { kind: string }[], check: boolean): string {
  if (changes.length === 0) return "Nothing changed.";
  const count = (kind: string): number => changes.filter((change) => change.kind === kind).length;
  const parts = ["added", "changed", "removed"]
    .filter((kind) => count(kind) > 0)
    .map((kind) => `${count(kind)} ${kind}`);
  return `${check ? "Would be" : "Files"}: ${parts.join(", ")}.`;
}
