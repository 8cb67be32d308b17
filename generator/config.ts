/** The entry `@wireloom/cli/config`, for config files: it loads nothing of the tool. */

import type { WireloomConfig } from "./commands/config-file.js";

export type { WireloomConfig } from "./commands/config-file.js";

/** For the types: gives what it is given. */
export const defineConfig = (config: WireloomConfig): WireloomConfig => config;
