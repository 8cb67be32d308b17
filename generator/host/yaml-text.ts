/** Data as YAML. */

import { loadLater } from "./load-later.js";

const yaml = loadLater<typeof import("yaml")>("yaml");

export const writeYaml = (value: unknown): string => yaml().stringify(value, { lineWidth: 120 });
