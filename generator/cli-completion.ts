/** Scripts by which shells complete the command line: made of the commands themselves, so they cannot know others. */

import type { Command, Option } from "commander";

export const SHELLS = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof SHELLS)[number];

interface Completed {
  readonly command: string;
  readonly description: string;
  readonly options: readonly CompletedOption[];
}

interface CompletedOption {
  readonly long: string;
  readonly short?: string;
  readonly description: string;
  readonly takesValue: boolean;
  /** Absent: a path, or any text. */
  readonly choices?: readonly string[];
}

export function completionScript(program: Command, shell: Shell): string {
  const name = program.name();
  const commands = program.commands.map(
    (command): Completed => ({
      command: command.name(),
      description: command.description(),
      options: [...command.options, ...program.options].filter(({ long }) => long).map(completed),
    }),
  );
  switch (shell) {
    case "bash":
      return bashScript(name, commands);
    case "zsh":
      return zshScript(name, commands);
    case "fish":
      return fishScript(name, commands);
  }
}

const completed = ({ long, short, description, required, optional, argChoices }: Option): CompletedOption => ({
  long: long ?? "",
  ...(short && { short }),
  description,
  takesValue: required || optional,
  ...(argChoices && { choices: argChoices }),
});

/** In single quotes nothing of a shell has a meaning. */
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

function bashScript(name: string, commands: readonly Completed[]): string {
  const cases = commands.map(({ command, options }) => {
    const listed = options.flatMap((option) => (option.choices ? [{ ...option, choices: option.choices }] : []));
    const paths = options.filter(({ takesValue, choices }) => takesValue && !choices).map(({ long }) => long);
    return [
      `    ${command})`,
      `      words=${quoted(options.map(({ long }) => long).join(" "))}`,
      '      case "$before" in',
      ...listed.map(({ long, choices }) => `        ${long}) words=${quoted(choices.join(" "))} ;;`),
      ...(paths.length > 0 ? [`        ${paths.join(" | ")}) words='' ;;`] : []),
      "      esac",
      "      ;;",
    ].join("\n");
  });
  return `# bash completion of ${name}. Where there are no words, paths are completed.
_${name}() {
  local now="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" command='' words=''
  (( COMP_CWORD > 1 )) && command="\${COMP_WORDS[1]}"
  case "$command" in
${cases.join("\n")}
    '') words=${quoted(commands.map(({ command }) => command).join(" "))} ;;
  esac
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$now")
}
complete -o default -F _${name} ${name}
`;
}

function zshScript(name: string, commands: readonly Completed[]): string {
  // Colons and brackets end what they describe.
  const described = (text: string): string => text.replaceAll(/[:[\]]/g, "\\$&");
  const argument = ({ long, description, takesValue, choices }: CompletedOption): string => {
    const value = choices ? `:value:(${choices.join(" ")})` : ":path:_files";
    return quoted(`${long}[${described(description)}]${takesValue ? value : ""}`);
  };
  const cases = commands.map(
    ({ command, options }) => `    ${command}) _arguments ${options.map(argument).join(" ")} '*:path:_files' ;;`,
  );
  const list = commands.map(({ command, description }) => `    ${quoted(`${command}:${described(description)}`)}`);
  return `#compdef ${name}
_${name}() {
  local -a commands=(
${list.join("\n")}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  local command="$words[2]"
  shift words
  (( CURRENT-- ))
  case "$command" in
${cases.join("\n")}
  esac
}
compdef _${name} ${name}
`;
}

function fishScript(name: string, commands: readonly Completed[]): string {
  const lines = commands.flatMap(({ command, description, options }) => [
    `complete -c ${name} -n __fish_use_subcommand -f -a ${command} -d ${quoted(description)}`,
    ...options.map(({ long, short, description: words, takesValue, choices }) =>
      [
        `complete -c ${name} -n ${quoted(`__fish_seen_subcommand_from ${command}`)} -l ${long.slice(2)}`,
        ...(short ? [`-s ${short.slice(1)}`] : []),
        ...(takesValue ? ["-r"] : []),
        ...(choices ? [`-f -a ${quoted(choices.join(" "))}`] : []),
        `-d ${quoted(words)}`,
      ].join(" "),
    ),
  ]);
  return `# fish completion of ${name}.\n${lines.join("\n")}\n`;
}
