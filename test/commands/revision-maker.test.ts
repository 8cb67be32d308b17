/** What is derived revision by revision is what each revision derives to by itself, whatever was edited before. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, it } from "vitest";
import { readLineFiles } from "../../generator/commands/line-files.js";
import { createRevisionLine, type DerivedRevision } from "../../generator/commands/revision-line.js";
import { createRevisionMaker, type PageTexts, readRevisionSetting } from "../../generator/commands/revision-maker.js";
import { createReport } from "../../generator/diagnostics/diagnostic.js";
import { readExchangeFile } from "../../generator/spec/exchange-file.js";
import { pagePaths } from "../../generator/spec/line-file.js";
import { runs } from "../effort.js";
import { DOCS, HAS_DOCS, ROOT, requireDocs } from "../real-docs.js";

type Pages = ReadonlyMap<string, string>;

interface Setting {
  readonly schemas: string;
  readonly line: string;
  readonly docs: string;
}

const TOY = join(ROOT, "test/fixtures/toy-exchange");
const TOY_SETTING: Setting = { schemas: join(TOY, "schemas"), line: "tidepool", docs: join(TOY, "docs") };
const REAL_SETTING: Setting = { schemas: join(ROOT, "schemas"), line: "v5", docs: DOCS };

/** What people do to a line of a page: a number or a name is another, the line goes, comes twice, or breaks. */
const EDITS: readonly ((line: string) => readonly string[])[] = [
  (line) => [line.replace(/\d+/, (digits) => `${digits}7`)],
  (line) => [line.replace(/[a-z]{4,}/, (word) => `${word}ed`)],
  (line) => [line.replace(/: (\d+)/, ': "$1"')],
  () => [],
  (line) => [line, line],
  (line) => ["", line],
  (line) => [line.replace(/[{}[\]"|]/, "")],
];

interface Edit {
  readonly page: number;
  readonly line: number;
  readonly change: (typeof EDITS)[number];
  /** Undoes all that was done to the page before. */
  readonly reverts: boolean;
}

const edit: fc.Arbitrary<Edit> = fc.record({
  page: fc.nat(),
  line: fc.nat(),
  change: fc.constantFrom(...EDITS),
  reverts: fc.integer({ min: 0, max: 5 }).map((number) => number === 0),
});

function read({ schemas, line, docs }: Setting) {
  const report = createReport();
  const [file] = readLineFiles(schemas, [line], report);
  if (!file) throw new Error(`no line file of ${line}`);
  const exchange = readExchangeFile(schemas, report);
  const pages: Pages = new Map(pagePaths(file).map((path) => [path, readFileSync(join(docs, path), "utf8")]));
  const setting = readRevisionSetting(file, exchange, schemas, report);
  if (!setting) throw new Error("glossary or overlays cannot be read");
  expect(report.diagnostics).toEqual([]);
  const create = () => {
    const [make, inLine] = [createRevisionMaker(setting), createRevisionLine(setting)];
    return (name: string, texts: PageTexts): DerivedRevision => inLine(name, make(texts));
  };
  return { pages, create };
}

function revisionsOf(pages: Pages, edits: readonly Edit[]): Pages[] {
  const revisions = [pages];
  for (const { page, line, change, reverts } of edits) {
    const now = revisions.at(-1) ?? pages;
    const path = [...now.keys()][page % now.size] ?? "";
    const lines = (now.get(path) ?? "").split("\n");
    const at = line % lines.length;
    const text = reverts ? pages.get(path) : lines.toSpliced(at, 1, ...change(lines[at] ?? "")).join("\n");
    revisions.push(new Map([...now, [path, text ?? ""]]));
  }
  return revisions;
}

const buffersOf = (pages: Pages) => new Map([...pages].map(([path, text]) => [path, Buffer.from(text)]));

/** A topic that a revision does not derive is what it was before: of those a revision alone knows nothing. */
const derivedIn = ({ revision, underived }: DerivedRevision) =>
  revision.spec.lines
    .flatMap(({ topics }) => topics)
    .filter(({ modulePath }) => !underived.includes(modulePath))
    .map(({ modulePath, source, schema, definitions }) => ({ modulePath, source, schema, definitions }));

function expectAlike(setting: Setting, size: { readonly numRuns: number; readonly edits: number }): void {
  const { pages, create } = read(setting);
  fc.assert(
    fc.property(fc.array(edit, { minLength: size.edits, maxLength: size.edits }), (edits) => {
      const derive = create();
      for (const [index, revision] of revisionsOf(pages, edits).entries()) {
        const behind = derive(`${index}`, buffersOf(revision));
        const alone = create()(`${index}`, buffersOf(revision));
        expect(behind.diagnostics).toEqual(alone.diagnostics);
        expect(behind.underived).toEqual(alone.underived);
        expect(behind.revision.defects).toEqual(alone.revision.defects);
        expect(behind.revision.defectLines).toEqual(alone.revision.defectLines);
        // Without its replies a line is no spec, where none were before.
        if (alone.diagnostics.some(({ topic }) => topic === `${setting.line}/control`)) continue;
        expect(derivedIn(behind)).toEqual(derivedIn(alone));
        if (alone.underived.length === 0) expect(behind.revision.spec).toEqual(alone.revision.spec);
      }
    }),
    { numRuns: size.numRuns },
  );
}

it("a revision derives alike behind others and alone", { timeout: 120_000 }, () => {
  expectAlike(TOY_SETTING, { numRuns: runs(5), edits: 8 });
});

requireDocs();
it.skipIf(!HAS_DOCS)("so do revisions of a line of many pages", { timeout: 240_000 }, () => {
  expectAlike(REAL_SETTING, { numRuns: runs(1), edits: 6 });
});
