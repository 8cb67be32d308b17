/** Hostile text on pages, in locale files and on enum pages. */

import { pressSinks } from "./press-sinks.js";
import { PAGE_SINKS } from "./sinks.js";

pressSinks(PAGE_SINKS);
