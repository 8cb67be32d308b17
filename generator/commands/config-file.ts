/** `wireloom.config.*`: what a project says once instead of with each command. It is the user's own code, and runs as such. */

import { dirname, join, relative, resolve } from "node:path";
import type { Report } from "../diagnostics/diagnostic.js";
import { suggest } from "../diagnostics/suggest.js";
import { exists } from "../host/folders.js";
import { isObject } from "../schema/is-object.js";
import type { PackageOptions } from "./package-spec.js";

/** Paths are relative to the file. What a command line says goes before what stands here. */
export interface WireloomConfig extends PackageOptions {
  /** Checkouts of the documentation, under their repositories' names. */
  readonly docs?: string;
  /** The spec folder. */
  readonly schemas?: string;
  /** Folder of the generated package. */
  readonly out?: string;
  /** Names of product lines; default: all. */
  readonly lines?: readonly string[];
}

const ENDINGS = ["ts", "mts", "js", "mjs", "json", "yaml", "yml"];

export const CONFIG_FILES: readonly string[] = ENDINGS.map((ending) => `wireloom.config.${ending}`);

const isText = (value: unknown): boolean => typeof value === "string" && value !== "";

const MEMBERS: Readonly<Record<keyof WireloomConfig, readonly [what: string, fits: (value: unknown) => boolean]>> = {
  docs: ["a path", isText],
  schemas: ["a path", isText],
  out: ["a path", isText],
  package: ["a name", isText],
  templates: ["a path", isText],
  transform: ["a function", (value) => typeof value === "function"],
  lines: ["a list of names", (value) => Array.isArray(value) && value.length > 0 && value.every(isText)],
};

const PATHS = ["docs", "schemas", "out", "templates"] as const;

/** `named`: by the user; else the one in the folder, if there is one. Paths in the result lead from the working directory. */
export async function readConfig(
  named: string | undefined,
  report: Report,
  folder = process.cwd(),
): Promise<WireloomConfig> {
  const file = named ?? CONFIG_FILES.find((name) => exists(join(folder, name)));
  if (file === undefined) return {};
  const path = resolve(folder, file);
  const fault = (message: string, fix: string): void =>
    report.add({ code: "config/config-file", severity: "error", message, file, fix });
  if (!exists(path)) {
    fault("The config file does not exist.", `Name another one, or make one: ${CONFIG_FILES[0]}.`);
    return {};
  }
  const read = await load(path, fault);
  if (!read) return {};
  for (const [name, value] of Object.entries(read)) {
    if (!Object.hasOwn(MEMBERS, name)) fault(`There is no setting "${name}".`, suggest(name, Object.keys(MEMBERS)));
    else if (value !== undefined && !MEMBERS[name as keyof WireloomConfig][1](value))
      fault(`"${name}" is not ${MEMBERS[name as keyof WireloomConfig][0]}.`, "See the type WireloomConfig.");
  }
  if (report.failed) return {};
  const config = read as WireloomConfig;
  const paths = PATHS.flatMap((name) =>
    config[name] === undefined ? [] : [[name, relative(folder, resolve(dirname(path), config[name])) || "."]],
  );
  return { ...config, ...Object.fromEntries(paths) };
}

async function load(path: string, fault: (message: string, fix: string) => void): Promise<object | undefined> {
  const { loadConfig } = await import("c12");
  try {
    // The file alone: nothing of the home folder, of .env, of package.json or of the network.
    const { config } = await loadConfig({
      cwd: dirname(path),
      configFile: path,
      rcFile: false,
      globalRc: false,
      packageJson: false,
      dotenv: false,
      envName: false,
      extend: false,
    });
    if (isObject(config)) return config;
    fault("The config file is not an object of settings.", "Export one: export default defineConfig({ … }).");
  } catch (error) {
    fault(`The config file cannot be loaded: ${String(error).split("\n")[0]}`, "Correct it there.");
  }
  return undefined;
}
