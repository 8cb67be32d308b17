/**
 * How a shell starts the tool, in a project that has it, in one that does not and in a checkout. Not `npx wireloom`:
 * that name belongs to another program of the registry.
 */
export const COMMAND_LINE = "npx @wireloom/cli";
