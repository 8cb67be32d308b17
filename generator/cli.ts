/** The command line: flags to options, results to text or JSON, diagnostics to stderr, an exit code. */

import { Command, CommanderError } from "commander";
import { addAsyncApiCommand } from "./cli-asyncapi.js";
import { addLearnCommand, addValidateCommand } from "./cli-captures.js";
import { addConfig, ConfigFault } from "./cli-config.js";
import { addChangelogCommand, addCheckCommand, addDiffCommand, addHistoryCommand } from "./cli-diff.js";
import { addDefectsCommand, addDocsCommand } from "./cli-docs.js";
import { addCompletionCommand, addDoctorCommand } from "./cli-doctor.js";
import { addAddCommand, addInitCommand } from "./cli-init.js";
import { type CommandIo, createIo, type Streams } from "./cli-io.js";
import { addMockCommand } from "./cli-mock.js";
import { addRecordCommand } from "./cli-record.js";
import { addSiteCommand } from "./cli-site.js";
import { addDeriveCommand, addGenerateCommand } from "./cli-spec.js";
import { EXIT } from "./diagnostics/diagnostic.js";
import { ownVersion } from "./host/own-folders.js";
import { COMMAND_LINE } from "./text/command-line.js";

export type { Streams } from "./cli-io.js";

/** Runs one command line and returns its exit code. */
export async function run(args: readonly string[], streams: Streams, signal?: AbortSignal): Promise<number> {
  const io = createIo(streams, signal);
  const program = createProgram(streams);
  addConfig(program, io);
  for (const add of COMMANDS) add(program, io);
  try {
    await program.parseAsync([...args], { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.clean : EXIT.usage;
    if (error instanceof ConfigFault) return io.exitCode;
    if (signal?.aborted) return EXIT.interrupted;
    streams.stderr.write(
      `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\nThis is a bug of wireloom.\n`,
    );
    return EXIT.bug;
  }
  return signal?.aborted === true ? EXIT.interrupted : io.exitCode;
}

/** In the order of the help. */
const COMMANDS = [
  addInitCommand,
  addAddCommand,
  addDocsCommand,
  addDeriveCommand,
  addGenerateCommand,
  addDiffCommand,
  addChangelogCommand,
  addHistoryCommand,
  addCheckCommand,
  addValidateCommand,
  addLearnCommand,
  addDefectsCommand,
  addMockCommand,
  addRecordCommand,
  addAsyncApiCommand,
  addSiteCommand,
  addDoctorCommand,
  addCompletionCommand,
  addDemoCommand,
];

const createProgram = ({ stdout, stderr }: Streams): Command =>
  new Command("wireloom")
    .description(
      "Derives a WebSocket protocol spec from documentation, generates TypeScript from it, and checks captured traffic against it.",
    )
    .version(ownVersion(), "-V, --version", "print the version")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
    })
    .showHelpAfterError("(see --help)")
    .addHelpText("after", EXIT_HELP);

const EXIT_HELP = `
Exit codes: 0 clean, 1 findings, 2 usage or configuration, 3 unreadable or damaged input, 4 a bug of wireloom, 130 interrupted.`;

function addDemoCommand(program: Command, io: CommandIo): void {
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
      const result = await demo(io.context);
      io.show(result.diagnostics, true);
      io.out(result.text);
    });
}
