/** The command line of `mock`. */

import type { Command } from "commander";
import type { CommandIo } from "./cli-io.js";
import { decimalNumber, wholeNumber } from "./cli-numbers.js";
import type { MockOptions } from "./commands/mock.js";
import { SCHEMAS_HELP } from "./commands/options.js";
import { FAULTS } from "./mock/fault-names.js";
import { COMMAND_LINE } from "./text/command-line.js";

interface MockFlags extends Omit<MockOptions, "intervalMs" | "credentials" | "faults" | "onFrame" | "signal"> {
  readonly interval?: number;
  readonly verbose?: boolean;
}

export function addMockCommand(program: Command, io: CommandIo): void {
  program
    .command("mock")
    .description("the exchange as the spec describes it, over real WebSockets, for tests of clients")
    .option("--line <name>", "only this line (default: all)")
    .option("--port <n>", "port (default: any that is free)", wholeNumber(0, 65_535))
    .option("--host <address>", "address to listen on", "127.0.0.1")
    .option("--schemas <dir>", SCHEMAS_HELP)
    .option("--docs <dir>", "push the documented messages of these pages instead of generated ones")
    .option("--seed <n>", "of the generated traffic", wholeNumber(0, 2 ** 31 - 1))
    .option("--interval <ms>", "between two pushes of a topic (default: as the line says)", wholeNumber(1, 86_400_000))
    .option("--replay <files...>", "play captures to each client, from their start")
    .option(
      "--speed <factor>",
      "of the replay: 1 as recorded, 0 as fast as the client reads",
      decimalNumber(0, 1_000_000),
    )
    .option("--format-in <format>", "capture format (default: found out)")
    .option("--script <file>", "what goes wrong: a list of faults, JSON or YAML")
    .option("-v, --verbose", "print every frame")
    .addHelpText(
      "after",
      `
Credentials: mock-key, with mock-secret or, for Ed25519, the private key of RFC 8032, 7.1, test 1. Ends with Ctrl-C.

Examples:
  ${COMMAND_LINE} mock --line futures --port 8080
  ${COMMAND_LINE} mock --replay capture.raw --speed 10
  ${COMMAND_LINE} mock --script faults.yaml

Faults, each with \`line\`, \`connection\`, \`after\` (pushes before it), \`every\` (again after so many), \`connections\` (only the first ones):
${Object.entries(FAULTS)
  .map(([name, what]) => `  ${name.padEnd(16)} ${what}`)
  .join("\n")}
A script: [{ "fault": "drop", "after": 100, "every": 100 }, { "fault": "slow-ack", "ms": 500 }]`,
    )
    .action(async ({ interval, verbose, ...flags }: MockFlags) => {
      const { mock: start } = await import("./commands/mock.js");
      const { mock, diagnostics } = await start({
        ...flags,
        ...(interval === undefined ? {} : { intervalMs: interval }),
        ...(verbose
          ? {
              onFrame: ({ line, connection, session, direction, text, fault }) =>
                io.out(
                  `${session} ${line}/${connection} ${direction === "sent" ? ">" : "<"} ${fault ? `[${fault}] ` : ""}${text.slice(0, 2000)}\n`,
                ),
            }
          : {}),
      });
      io.show(diagnostics, false);
      if (!mock) return;
      for (const path of mock.paths) io.out(`ws://${flags.host ?? "127.0.0.1"}:${mock.port}/${path}\n`);
      await untilAborted(io.context.signal);
      await mock.close();
    });
}

function untilAborted(signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) resolve();
    else signal?.addEventListener("abort", () => resolve(), { once: true });
  });
}
