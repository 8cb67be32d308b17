/** Hostile text in exchange.yaml, in line.yaml and in the glossary. */

import { describe } from "vitest";
import { pressSinks } from "./press-sinks.js";
import { EXCHANGE_SINKS, GLOSSARY_SINKS, LINE_SINKS } from "./sinks.js";

describe("exchange.yaml", () => pressSinks(EXCHANGE_SINKS));
describe("line.yaml", () => pressSinks(LINE_SINKS));
describe("glossary.yaml", () => pressSinks(GLOSSARY_SINKS));
