/** Hostile text in overlays: everything that a schema can say. */

import { pressSinks } from "./press-sinks.js";
import { OVERLAY_SINKS } from "./sinks.js";

pressSinks(OVERLAY_SINKS);
