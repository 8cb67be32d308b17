/** Derives from a page that stands in the test. */

import { parse } from "yaml";
import { type DerivedLine, deriveLine } from "../../generator/derive/derive-line.js";
import { EMPTY_GLOSSARY, type Glossary, type GlossaryEntry } from "../../generator/derive/glossary.js";
import type { TopicMatch } from "../../generator/derive/match-rows.js";
import { type Overlay, readOverlay } from "../../generator/derive/overlay.js";
import { type LineSources, readLine } from "../../generator/derive/read-line.js";
import { createReport, type Diagnostic } from "../../generator/diagnostics/diagnostic.js";
import type { ExchangeFile } from "../../generator/spec/exchange-file.js";
import type { LineFile, PageRef, TopicEntry } from "../../generator/spec/line-file.js";
import { TOY_EXCHANGE } from "../toy-exchange.js";
import { LINE_YAML } from "./pages.js";

export const TOY_LINE = parse(LINE_YAML) as LineFile;
const [TICK] = TOY_LINE.topics;

/** What stands beside the page. */
export interface Setting {
  readonly exchange?: Partial<ExchangeFile>;
  readonly line?: Partial<LineFile>;
  /** Of the only topic. */
  readonly topic?: Partial<TopicEntry>;
  readonly reader?: PageRef["reader"];
  readonly words?: Readonly<Record<string, Partial<GlossaryEntry>>>;
  readonly commentWords?: Readonly<Record<string, Partial<GlossaryEntry>>>;
  readonly locale?: Readonly<Record<string, string>>;
  /** A page of enums. */
  readonly enums?: string;
  readonly overlay?: string;
  readonly docText?: boolean;
}

export interface DerivedToy extends DerivedLine {
  readonly diagnostics: readonly Diagnostic[];
}

export function deriveToy(page: string, setting: Setting = {}): DerivedToy {
  const report = createReport();
  const derived = deriveLine(sourcesOf(page, setting), report);
  return { ...derived, diagnostics: report.diagnostics };
}

/** What rows and examples of the only topic say of each other. */
export function matchOf(page: string, setting: Setting = {}): TopicMatch {
  const [match] = readLine(sourcesOf(page, setting), createReport()).topics;
  if (!match) throw new Error("the page has no example of the topic");
  return match;
}

export function sourcesOf(page: string, setting: Setting = {}): LineSources {
  const { exchange, line, topic, reader = "markdown", locale, enums, overlay, docText = false } = setting;
  const ref: PageRef = {
    page: "toy/page.md",
    reader,
    ...(locale && { locale: "toy/en.yml" }),
    ...(enums && { enums: ["toy/enums.md"] }),
  };
  const topics = TICK ? [{ ...TICK, ...topic }] : [];
  return {
    exchange: { ...TOY_EXCHANGE, ...exchange },
    file: { ...TOY_LINE, pages: [ref], topics, ...line },
    texts: new Map([
      ["toy/page.md", page],
      ["toy/enums.md", enums ?? ""],
    ]),
    locales: new Map([["toy/en.yml", new Map(Object.entries(locale ?? {}))]]),
    glossary: glossaryOf(setting),
    overlays: new Map(overlay === undefined ? [] : [["tick", overlayOf(overlay)]]),
    docText,
  };
}

function glossaryOf({ words, commentWords }: Setting): Glossary {
  const entries = (some: Setting["words"] = {}) =>
    new Map(
      Object.entries(some).map(([key, entry]): [string, GlossaryEntry] => [
        key,
        { text: `${key}.`, kind: "text", ...entry },
      ]),
    );
  return words || commentWords ? { fields: entries(words), comments: entries(commentWords) } : EMPTY_GLOSSARY;
}

export function overlayOf(source: string): Overlay {
  const report = createReport();
  const overlay = readOverlay(source, "toy/tick.overlay.yaml", "tick.overlay.yaml", report);
  if (!overlay) throw new Error(report.diagnostics[0]?.message);
  return overlay;
}
