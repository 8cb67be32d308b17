/** The command line of `record`. */

import type { Command } from "commander";
import type { CommandIo } from "./cli-io.js";
import { byteCount, milliseconds } from "./cli-numbers.js";
import { SCHEMAS_HELP } from "./commands/options.js";
import type { RecordOptions } from "./commands/record.js";
import { COMMAND_LINE } from "./text/command-line.js";
import { counted, megabytes } from "./text/words.js";

type RecordFlags = Omit<RecordOptions, "topics" | "credentials" | "timeoutMs" | "progress" | "signal">;

export function addRecordCommand(program: Command, io: CommandIo): void {
  program
    .command("record")
    .description("the traffic of topics, in files that validate, learn and mock --replay read")
    .argument(
      "<topics...>",
      "trade.ABC; perp:trade.ABC on a connection; v1/trade?symbol=ABC where topics have requests",
    )
    .requiredOption("--line <name>", "product line")
    .requiredOption("--out <file>", "a new file; .gz and .zst say how it is compressed")
    .option("--network <name>", "of the documented endpoints (default: the first)")
    .option("--url <url>", "to connect to instead, a mock or a proxy; {connection} in it is the connection's name")
    .option("--schemas <dir>", SCHEMAS_HELP)
    .option(
      "--credentials-env <prefix>",
      "for private topics: of the variables …_API_KEY and …_API_SECRET or …_PRIVATE_KEY",
      "WIRELOOM",
    )
    .option("--rotate-size <size>", "another file behind so many bytes: 500MB", byteCount)
    .option("--rotate-time <time>", "another file each 1h, 15m; file names have the UTC time then", milliseconds)
    .option("--duration <time>", "end after 30s, 2h, 7d", milliseconds)
    .option("--max-size <size>", "end behind so many bytes of all files", byteCount)
    .addHelpText(
      "after",
      `
Topics are written as they are subscribed to. A line whose topics have requests of their own takes what the request says
behind a question mark: v1/book?symbol=ABC&depth=5. Where several connections push a topic, one of them stands before it
with a colon. A topic that is not there is answered with the list of those that are.

It ends with Ctrl-C, SIGTERM, --duration or --max-size, everything written; what was written each second outlives a kill.
Keys, secrets and signatures are not written; what a private topic says of the account is.

Exit codes: 0 ended by itself, 130 by a signal; 1 a login or topic was refused, or the disk took no more; 2 wrong options,
unknown topics, missing credentials; 3 the exchange cannot be reached.

Examples:
  ${COMMAND_LINE} record --line futures --out day.ndjson.zst trade.ABC book.ABC --rotate-time 1h
  ${COMMAND_LINE} record --line futures --out mock.ndjson trade.ABC --url 'ws://127.0.0.1:8080/futures/{connection}' --duration 10s
  ${COMMAND_LINE} validate day-*.zst`,
    )
    .action(async (topics: string[], flags: RecordFlags) => {
      const { record } = await import("./commands/record.js");
      const { diagnostics, files, frames, bytes, reconnects } = await record({ ...flags, ...io.context, topics });
      io.done();
      io.show(diagnostics, false);
      if (files.length > 0)
        io.out(
          `${counted(frames, "frame")}, ${megabytes(bytes)}, ${counted(reconnects, "reconnect")}: ${files.join(", ")}\n`,
        );
    });
}
