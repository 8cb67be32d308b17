// How much of each line file stands in what `init` proposes from the line's pages: `npm run init:coverage [LINE…]`.
// Facts are the leaves of the file, each with the path to it; entries of lists go by their names, and words for people are counted apart.

import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { init } from "../dist/generator/commands/init.js";

const SCHEMAS = process.env.WIRELOOM_SCHEMAS ?? "schemas";
const DOCS = process.env.WIRELOOM_DOCS ?? "../shared/docs";
const LEAST = 0.9;

/** Members that say something to people, each in its author's words. */
const WORDS = new Set(["title", "description", "source", "byHand", "reason", "constraints"]);

/** @returns {Map<string, boolean>} facts, and whether they are words */
function factsOf(value, path = "", words = false, facts = new Map()) {
  if (Array.isArray(value)) {
    if (value.length === 0) facts.set(`${path} = []`, words);
    for (const item of value) factsOf(item, `${path}[${nameOf(item)}]`, words, facts);
  } else if (typeof value === "object" && value !== null) {
    if (Object.keys(value).length === 0) facts.set(`${path} = {}`, words);
    for (const [key, inner] of Object.entries(value))
      factsOf(
        inner,
        `${path}/${key}`,
        words || (WORDS.has(key) && typeof inner === "string") || key === "constraints",
        facts,
      );
  } else facts.set(words ? path : `${path} = ${JSON.stringify(value)}`, words);
  return facts;
}

/** What tells an entry from the others of its list: topics by where they are documented, as people choose their names. */
function nameOf(item) {
  if (typeof item !== "object" || item === null) return "";
  if (item.topics && item.heading) return `${item.heading} ${item.tab ?? ""}`.trim();
  if (item.kind && item.match) return `${item.kind} ${Object.keys(item.match).at(-1)}`;
  return item.page ?? item.heading ?? item.value ?? "";
}

const only = process.argv.slice(2);
const lines = readdirSync(SCHEMAS, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
let isShort = false;
for (const line of lines.filter((name) => only.length === 0 || only.includes(name))) {
  const final = parse(readFileSync(join(SCHEMAS, line, "line.yaml"), "utf8"));
  const out = mkdtempSync(join(tmpdir(), "wireloom-init-"));
  try {
    await init({ docs: DOCS, pages: final.pages.map(({ page }) => page), out, line });
    const proposed = factsOf(parse(readFileSync(join(out, line, "line.yaml"), "utf8")));
    const wanted = [...factsOf(final)];
    const count = (isWords) => wanted.filter(([, words]) => words === isWords);
    const hits = (facts) => facts.filter(([fact]) => proposed.has(fact)).length;
    const [facts, words] = [count(false), count(true)];
    const share = hits(facts) / facts.length;
    console.log(
      `${line}: ${hits(facts)} of ${facts.length} facts, ${(100 * share).toFixed(1)} %; words for people at ${hits(words)} of ${words.length} places`,
    );
    for (const [fact] of facts) if (!proposed.has(fact)) console.log(`  missing ${fact}`);
    isShort ||= share < LEAST;
  } finally {
    rmSync(out, { recursive: true });
  }
}
process.exitCode = isShort ? 1 : 0;
