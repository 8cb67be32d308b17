/** Hostile text in line.yaml and in the glossary. */

import { pressSinks } from "./press-sinks.js";
import { GLOSSARY_SINKS, LINE_SINKS } from "./sinks.js";

pressSinks([...LINE_SINKS, ...GLOSSARY_SINKS]);
