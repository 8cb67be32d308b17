/** The config file behind the options of a command: what nobody wrote on the command line is taken from it. */

import type { Command } from "commander";
import type { CommandIo } from "./cli-io.js";
import type { WireloomConfig } from "./commands/config-file.js";

const GENERATING = ["changelog", "check", "derive", "doctor", "generate"];

/** The commands that take a setting. */
const TAKERS: Readonly<Record<keyof WireloomConfig, readonly string[]>> = {
  docs: ["add", "asyncapi", "check", "derive", "docs", "doctor", "init"],
  schemas: [
    "add",
    "asyncapi",
    "changelog",
    "check",
    "defects",
    "derive",
    "docs",
    "doctor",
    "generate",
    "history",
    "learn",
    "mock",
    "site",
    "validate",
  ],
  out: GENERATING,
  package: GENERATING,
  templates: GENERATING,
  transform: GENERATING,
  lines: ["asyncapi", "defects", "derive", "site"],
};

/** `--config`, and what it means to every command. */
export function addConfig(program: Command, io: CommandIo): void {
  program.option(
    "--config <file>",
    "settings of the project (default: wireloom.config.ts, .mts, .js, .mjs, .json, .yaml)",
  );
  program.hook("preAction", async (_, command) => {
    const { config: named } = program.opts<{ readonly config?: string }>();
    const [{ readConfig }, { createReport }] = await Promise.all([
      import("./commands/config-file.js"),
      import("./diagnostics/diagnostic.js"),
    ]);
    const report = createReport();
    const config = await readConfig(named, report);
    if (report.failed) {
      io.show(report.diagnostics, true);
      throw new ConfigFault();
    }
    for (const [name, value] of Object.entries(config)) {
      const source = command.getOptionValueSource(name);
      if (source !== undefined && source !== "default") continue;
      if (TAKERS[name as keyof WireloomConfig].includes(command.name()))
        command.setOptionValueWithSource(name, value, "config");
    }
  });
}

/** The config file was refused, and the user knows why. */
export class ConfigFault extends Error {}
