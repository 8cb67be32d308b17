/** The defects of pages for their authors: where they stand, what is wrong in our words, and what should stand there. */

import type { ExchangeFile } from "../spec/exchange-file.js";
import { pageUrl } from "../spec/page-path.js";
import type { DefectLines } from "../spec/source-map.js";
import { groupBy } from "../text/group-by.js";
import type { DefectCode } from "./defect.js";
import { ADVICE } from "./defect-advice.js";
import type { DefectRow } from "./defect-rows.js";
import { rankDefects } from "./ranked-defects.js";

export interface ReportedPage {
  readonly page: string;
  /** Where people read it; absent where the exchange file does not say. */
  readonly url?: string;
  /** The commit that the lines are of; absent where none is on record. */
  readonly revision?: string;
  readonly count: number;
  readonly groups: readonly {
    readonly harm: string;
    readonly kinds: readonly ReportedKind[];
  }[];
}

export interface ReportedKind {
  readonly code: DefectCode;
  readonly count: number;
  /** What is wrong. */
  readonly meaning: string;
  /** What should stand there. */
  readonly advice: string;
  readonly places: readonly ReportedPlace[];
}

/** Rows of one topic that say the same are one place with several lines. */
export interface ReportedPlace {
  /** Empty where it belongs to no topic. */
  readonly topic: string;
  /** Pointers of the members; none where it belongs to no member. */
  readonly fields: readonly string[];
  readonly lines: readonly { readonly line: number; readonly url?: string }[];
  /** What is said there and what against it; absent where that would repeat the words of the page. */
  readonly claim?: string;
  readonly evidence?: string;
}

export interface DefectSources {
  readonly exchange: Pick<ExchangeFile, "repositories">;
  /** Commit that a page is of, if one is on record. */
  readonly revisionOf: (page: string) => string | undefined;
  readonly linesOf: (row: DefectRow) => DefectLines | undefined;
}

export function reportDefects(rows: readonly DefectRow[], sources: DefectSources): ReportedPage[] {
  return rankDefects(rows).map(({ page, count, groups }) => {
    const revision = sources.revisionOf(page);
    const url = pageUrl(sources.exchange, page, revision);
    return {
      page,
      ...(url !== undefined && { url }),
      ...(revision !== undefined && { revision }),
      count,
      groups: groups.map(({ harm, kinds }) => ({
        harm,
        kinds: kinds.map(({ code, meaning, rows: own, isFolded }) => ({
          code,
          count: own.length,
          meaning,
          advice: ADVICE[code],
          places: placesOf(own, isFolded, (row) => placedLines(sources.linesOf(row), url)),
        })),
      })),
    };
  });
}

type Facts = Pick<ReportedPlace, "claim" | "evidence">;

/** Their claims or both texts are the words of the page; of all others they are names, types, values and words of ours. */
const QUOTING: Readonly<Partial<Record<DefectCode, "claim" | "both">>> = {
  "description-copied": "claim",
  "number-contradiction": "both",
  "repair-comment": "both",
  "table-name-anchor": "both",
  "url-missing": "both",
};

function factsOf({ code, claim, evidence }: DefectRow): Facts {
  const quoting = QUOTING[code];
  if (quoting === "both") return {};
  return quoting === "claim" ? { evidence } : { claim, evidence };
}

function placesOf(
  rows: readonly DefectRow[],
  isFolded: boolean,
  linesOf: (row: DefectRow) => ReportedPlace["lines"],
): ReportedPlace[] {
  const alike = groupBy(rows, (row) => JSON.stringify([row.topic, isFolded ? {} : factsOf(row)]));
  return [...alike.values()].flatMap((own): ReportedPlace[] => {
    const [first] = own;
    if (!first) return [];
    const lines = new Map(own.flatMap(linesOf).map((place) => [place.line, place]));
    return [
      {
        topic: first.topic,
        fields: [...new Set(own.map(({ field }) => field).filter((field) => field !== ""))],
        lines: [...lines.values()].sort((a, b) => a.line - b.line),
        ...(isFolded ? {} : factsOf(first)),
      },
    ];
  });
}

/** `plain`: hosts that render Markdown have no lines otherwise. */
const placedLines = (lines: DefectLines | undefined, url: string | undefined): ReportedPlace["lines"] =>
  [lines?.line, lines?.otherLine].flatMap((line) => {
    if (line === undefined) return [];
    return [{ line, ...(url !== undefined && { url: `${url}?plain=1#L${line}` }) }];
  });
