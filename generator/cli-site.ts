/** The command line of `site`. */

import type { Command } from "commander";
import type { CommandIo } from "./cli-io.js";
import { SCHEMAS_HELP } from "./commands/options.js";
import { COMMAND_LINE } from "./text/command-line.js";
import { counted, grouped } from "./text/words.js";

interface SiteFlags {
  readonly out: string;
  readonly schemas?: string;
  readonly lines?: string[];
  readonly force?: boolean;
  readonly quiet?: boolean;
}

export function addSiteCommand(program: Command, io: CommandIo): void {
  program
    .command("site")
    .description("the spec as a folder of pages for people: topics, members, defects, search, and a check of messages")
    .requiredOption("--out <dir>", "folder of the site")
    .option("--schemas <dir>", SCHEMAS_HELP)
    .option("--lines <names>", "only these lines, separated by commas", (text: string) => text.split(","))
    .option("--force", "replace files that wireloom did not write, or that were edited")
    .option("-q, --quiet", "errors only")
    .addHelpText(
      "after",
      `
The folder needs no server: open its index.html. It loads nothing from anywhere, and what is pasted into it stays there.

Examples:
  ${COMMAND_LINE} site --out site
  ${COMMAND_LINE} site --lines futures,options --out public/reference`,
    )
    .action((flags: SiteFlags) => writeSite(flags, io));
}

async function writeSite({ quiet, ...options }: SiteFlags, io: CommandIo): Promise<void> {
  const { site } = await import("./commands/site.js");
  const { diagnostics, files, bytes, changes } = await site({ ...options, ...io.context });
  io.done();
  io.show(diagnostics, quiet === true);
  if (files > 0 && quiet !== true)
    io.out(
      `${counted(files, "file")} in ${options.out}, ${grouped(Math.round(bytes / 1024))} kB, ${counted(changes.length, "change")}\n`,
    );
}
