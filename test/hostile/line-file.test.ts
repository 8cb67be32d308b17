/** Hostile text in exchange.yaml, in line.yaml and in the glossary. */

import { pressSinks } from "./press-sinks.js";
import { EXCHANGE_SINKS, GLOSSARY_SINKS, LINE_SINKS } from "./sinks.js";

pressSinks([...EXCHANGE_SINKS, ...LINE_SINKS, ...GLOSSARY_SINKS]);
