/** The facts of two revisions of a spec. */

import { EXCHANGE_FILE } from "../spec/exchange-file.js";
import type { LineSpec } from "../spec/spec.js";
import { compareLines } from "./compare-lines.js";
import { type Fact, type Place, side, type Tell } from "./fact.js";
import { pair } from "./pair.js";
import { linePlace, schemaPlace } from "./places.js";
import type { SpecRevision } from "./revision.js";
import { type Named, tellEach, tellPairs } from "./tell.js";

export function compare(before: SpecRevision, after: SpecRevision): Fact[] {
  const facts: Fact[] = [];
  const tell: Tell = (kind, direction, sides, evidence) => {
    if (Object.is(sides.before.value, sides.after.value)) return;
    facts.push({ kind, direction, ...sides, ...(evidence && { evidence }) } as Fact);
  };
  compareExchange(before, after, tell);
  // What a folder of lines is called is up to its maintainer: nothing tells a line that was renamed from two.
  const pairs = pair(before.spec.lines, after.spec.lines, ({ name }) => name, noLikeness);
  const named: Named<"line", LineSpec> = {
    sideOf: (line) => side(linePlace(line, ""), line.name),
    nowhere: () => exchangePlace(""),
  };
  tellPairs(tell, "line", "receive", pairs, { before: named, after: named });
  for (const lines of pairs.same) compareLines(lines.before, lines.after, tell);
  compareExamples(before, after, tell);
  compareOverlays(before, after, tell);
  return facts;
}

const noLikeness = () => [];

const exchangePlace = (pointer: string): Place => ({ productLine: "", at: "", file: EXCHANGE_FILE, pointer });

function compareExchange({ spec: before }: SpecRevision, { spec: after }: SpecRevision, tell: Tell): void {
  const [older, newer] = [before.exchange, after.exchange];
  tell("package", "receive", {
    before: side(exchangePlace("/package"), older.package),
    after: side(exchangePlace("/package"), newer.package),
  });
  tell("words", "receive", {
    before: side(exchangePlace("/title"), older.title),
    after: side(exchangePlace("/title"), newer.title),
  });
}

/** Examples of topics that both have, where the pages of both are at hand. */
function compareExamples(before: SpecRevision, after: SpecRevision, tell: Tell): void {
  if (!before.examples || !after.examples) return;
  const inSpec = (revision: SpecRevision) =>
    new Map(
      [...(revision.examples ?? [])].map(([topic, messages]) => [
        `${topic.line}/${topic.modulePath}`,
        { topic, messages },
      ]),
    );
  const newer = inSpec(after);
  for (const [name, older] of inSpec(before)) {
    const other = newer.get(name);
    if (other === undefined) continue;
    const texts = (messages: readonly unknown[]) => messages.map((message) => JSON.stringify(message));
    tellEach(
      tell,
      "example",
      "receive",
      { place: schemaPlace(older.topic), values: texts(older.messages) },
      { place: schemaPlace(other.topic), values: texts(other.messages) },
    );
  }
}

function compareOverlays(before: SpecRevision, after: SpecRevision, tell: Tell): void {
  if (!before.staleOverlays || !after.staleOverlays) return;
  const stale = ({ staleOverlays = [] }: SpecRevision) =>
    new Map(staleOverlays.map((overlay) => [`${overlay.file} ${overlay.message}`, overlay]));
  const [older, newer] = [stale(before), stale(after)];
  for (const [key, { productLine, file, message }] of new Map([...older, ...newer])) {
    const place: Place = { productLine, at: "", file, pointer: "" };
    tell("stale-overlay", "receive", {
      before: side(place, older.has(key) ? message : undefined),
      after: side(place, newer.has(key) ? message : undefined),
    });
  }
}
