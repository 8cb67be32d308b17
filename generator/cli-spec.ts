/** The command lines of `derive` and `generate`. */

import { type Command, Option } from "commander";
import pc from "picocolors";
import type { CommandIo } from "./cli-io.js";
// The commands are loaded when they run: the TypeScript compiler alone takes longer to load than derive to run.
import type { DeriveResult } from "./commands/derive.js";
import type { GenerateResult } from "./commands/generate.js";
import { DEFAULT_DOCS, SCHEMAS_HELP } from "./commands/options.js";
import { COMMAND_LINE } from "./text/command-line.js";
import { table } from "./text/table.js";

interface DeriveFlags {
  readonly docs: string;
  readonly schemas?: string;
  readonly lines?: string[];
  readonly strict?: boolean;
  readonly check?: boolean;
  readonly force?: boolean;
  readonly docText?: boolean;
  readonly watch?: boolean;
  readonly out?: string;
  readonly quiet?: boolean;
  readonly format: string;
}

export function addDeriveCommand(program: Command, io: CommandIo): void {
  program
    .command("derive")
    .description("documentation pages to schemas and defects.json")
    .option("--docs <dir>", "checkouts of the documentation, under their repositories' names", DEFAULT_DOCS)
    .option("--schemas <dir>", "spec folder (default: schemas; begins as a copy of the one that ships)")
    .option("--lines <names>", "only these lines, separated by commas", (text: string) => text.split(","))
    .option("--strict", "write nothing if there is any error, instead of what it does not concern")
    .option("--check", "compare with what is there, write nothing")
    .option("--force", "replace files that wireloom did not write, or that were edited")
    .option("--doc-text", "use the page's own words as descriptions, for a private build")
    .option("--watch", "derive and generate again with each edit of a page or of the spec, and say what it changed")
    .option("--out <dir>", "with --watch: folder of the package (default: generated)")
    .option("-q, --quiet", "errors only")
    .addOption(summaryFormat())
    .addHelpText(
      "after",
      `
Examples:
  ${COMMAND_LINE} derive --docs ../docs
  ${COMMAND_LINE} derive --docs ../docs --watch
  ${COMMAND_LINE} derive --docs ../docs --lines futures,options
  ${COMMAND_LINE} derive --docs ../docs --check`,
    )
    .action(async (options: DeriveFlags) => {
      if (options.watch === true) return watchDocs(options, io);
      const { derive } = await import("./commands/derive.js");
      const result = await derive({ ...options, ...io.context });
      io.show(result.diagnostics, options.quiet === true);
      io.out(options.format === "json" ? json(result) : deriveText(result, options.check === true, io.color));
    });
}

/** Until it is interrupted. */
async function watchDocs(options: DeriveFlags, io: CommandIo): Promise<void> {
  const [{ watch }, { diffText }] = await Promise.all([import("./commands/watch.js"), import("./diff/report/text.js")]);
  const { check: _, ...rest } = options;
  const quiet = options.quiet === true;
  const signal = io.context.signal ?? new AbortController().signal;
  const diagnostics = await watch({
    ...rest,
    ...io.context,
    signal,
    ran({ lines, diagnostics: said, diff }) {
      io.done();
      io.show(said, quiet);
      io.out(diff ? diffText(diff, [], io.color) : `${lines.join(", ")}: derived and generated. Watching.\n`);
    },
  });
  io.show(diagnostics, quiet);
}

interface GenerateFlags {
  readonly schemas?: string;
  readonly out?: string;
  readonly check?: boolean;
  readonly force?: boolean;
  readonly quiet?: boolean;
  readonly format: string;
}

export function addGenerateCommand(program: Command, io: CommandIo): void {
  program
    .command("generate")
    .description("schemas to the TypeScript package")
    .option("--schemas <dir>", SCHEMAS_HELP)
    .option("--out <dir>", "folder of the package (default: generated)")
    .option("--package <name>", "name of the package (default: that of exchange.yaml)")
    .option("--templates <dir>", "files that take the places of templates of the same names")
    .option("--check", "compare with what is there, write nothing")
    .option("--force", "replace files that wireloom did not write, or that were edited")
    .option("-q, --quiet", "errors only")
    .addOption(summaryFormat())
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
      const result = await generate({ ...options, ...io.context });
      io.show(result.diagnostics, options.quiet === true);
      io.out(options.format === "json" ? json(result) : generateText(result, options.check === true));
    });
}

export const summaryFormat = (): Option =>
  new Option("--format <format>", "how the summary is printed").choices(["text", "json"]).default("text");

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** Of the guesses that the text lists. */
const SHOWN_GUESSES = 20;

function guessText(topics: DeriveResult["topics"], paint: ReturnType<typeof pc.createColors>): string[] {
  const guesses = topics.flatMap(({ line, topic, guesses: own }) =>
    own.map((guess) => ({ name: `${line}/${topic}`, guess })),
  );
  if (guesses.length === 0) return [];
  const rows = guesses.slice(0, SHOWN_GUESSES).map(({ name, guess }) => {
    const { page, line, field, claim, evidence, decision } = guess;
    return [`${page}:${line}`, `${name} ${field}`.trim(), `${claim}; ${evidence}`, decision];
  });
  const rest = guesses.length - rows.length;
  return [
    paint.bold("Guesses: where a capture or a person should look"),
    table(rows),
    ...(rest > 0 ? [`and ${rest} more, see --format json`] : []),
    "",
  ];
}

function deriveText({ lines, topics, defects, changes }: DeriveResult, check: boolean, color: boolean): string {
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
    ...guessText(topics, paint),
    table(rows),
    "",
    paint.bold("Defects of the docs, by kind"),
    table(kinds),
    "",
    changeText(changes, check),
    "",
  ].join("\n");
}

function generateText({ lines, files, bytes, changes }: GenerateResult, check: boolean): string {
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
