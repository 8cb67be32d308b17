/** The command line of `asyncapi`. */

import { type Command, Option } from "commander";
import type { CommandIo } from "./cli-io.js";
import type { AsyncApiOptions } from "./commands/asyncapi.js";
import { SCHEMAS_HELP } from "./commands/options.js";
import { COMMAND_LINE } from "./text/command-line.js";

interface AsyncApiFlags {
  readonly schemas?: string;
  readonly lines?: string[];
  readonly docs?: string;
  readonly asyncapiVersion: NonNullable<AsyncApiOptions["version"]>;
  readonly out?: string;
  readonly format?: "json" | "yaml";
  readonly quiet?: boolean;
}

export function addAsyncApiCommand(program: Command, io: CommandIo): void {
  program
    .command("asyncapi")
    .description("the spec as an AsyncAPI 3 document: servers, channels, messages, operations")
    .option("--schemas <dir>", SCHEMAS_HELP)
    .option("--lines <names>", "only these lines, separated by commas", (text: string) => text.split(","))
    .option("--docs <dir>", "checkouts of the documentation: with the messages that it shows as examples")
    .addOption(
      new Option("--asyncapi-version <version>", "of the AsyncAPI specification")
        .choices(["3.0.0", "3.1.0"])
        .default("3.0.0"),
    )
    .option("--out <file>", "write it there (default: print it)")
    .addOption(
      new Option("--format <name>", "default: as the name of the file ends, else json").choices(["json", "yaml"]),
    )
    .option("-q, --quiet", "errors only")
    .addHelpText(
      "after",
      `
The document is seen from the exchange: it sends pushes and replies, and receives requests.

Examples:
  ${COMMAND_LINE} asyncapi --out asyncapi.yaml
  ${COMMAND_LINE} asyncapi --lines futures,options --docs ../docs --out asyncapi.json`,
    )
    .action((flags: AsyncApiFlags) => writeDocument(flags, io));
}

async function writeDocument({ out, format, quiet, asyncapiVersion, ...options }: AsyncApiFlags, io: CommandIo) {
  const [{ asyncapi }, { createReport }, { openOutput }] = await Promise.all([
    import("./commands/asyncapi.js"),
    import("./diagnostics/diagnostic.js"),
    import("./host/output-file.js"),
  ]);
  const report = createReport();
  const file = out === undefined || out === "-" ? undefined : openOutput(out, report);
  if (report.failed) return io.show(report.diagnostics, quiet === true);
  const { document, diagnostics } = await asyncapi({ ...options, version: asyncapiVersion, ...io.context });
  if (document) {
    const isYaml = (format ?? (/\.ya?ml$/.test(out ?? "") ? "yaml" : "json")) === "yaml";
    const text = isYaml
      ? (await import("./host/yaml-text.js")).writeYaml(document)
      : `${JSON.stringify(document, null, 2)}\n`;
    if (file) file.write(text, report);
    else io.out(text);
  }
  io.show([...diagnostics, ...report.diagnostics], quiet === true);
}
