/** How a finding reads, in every format alike. */

import { counted } from "../../text/words.js";
import type { FindingPlace, ReportFinding, RevisionRow } from "./validate-report.js";

/** `futures book delta`, or `options/v2 trade push`; without a form where several have it. */
export const whereOf = ({ form, places, ...name }: ReportFinding): string =>
  [lineOf(name), topicOf(name), formsOf(places).length > 1 ? "" : form].filter((part) => part !== "").join(" ");

/** As `--line` takes it. */
export const lineOf = ({ line, connection }: Pick<ReportFinding, "line" | "connection">): string =>
  connection === undefined ? line : `${line}/${connection}`;

/** `ticker`, or `ticker of 2022-05-01` where a former revision judged it. */
export const topicOf = ({ topic, revision }: Pick<ReportFinding, "topic" | "revision">): string =>
  revision === undefined ? topic : `${topic} of ${revision.slice(0, 10)}`;

/** `futures ticker as it was from 2022-05-01T12:00:00.000Z until 2022-06-01T12:00:00.000Z (commit 0123456789): 12 messages` */
export const revisionText = ({ topic, commit, from, until, messages, ...name }: RevisionRow): string =>
  `${lineOf(name)} ${topic} as it was from ${from} until ${until} (commit ${commit.slice(0, 10)}): ${counted(messages, "message")}`;

/** One sentence: what came instead of what, and where if in several places. */
export function sentenceOf(finding: ReportFinding): string {
  const { pointer, expected, got, places } = finding;
  const what = `${got}, expected ${expected}`;
  if (places) return `${lastOf(pointer)}: ${what}, in ${placesText(places)}`;
  return pointer === "" ? what : `${pointer}: ${what}`;
}

const lastOf = (pointer: string): string => pointer.slice(pointer.lastIndexOf("/") + 1);

/** More are only counted. */
const MOST_PLACES = 8;

/** `snapshot /data/id; delta /data/update/id, /data/insert/id` */
function placesText(places: NonNullable<ReportFinding["places"]>): string {
  const shown = places.slice(0, MOST_PLACES);
  const several = formsOf(places).length > 1;
  const texts = formsOf(shown).map((form) => {
    const pointers = shown.filter((place) => place.form === form).map(({ pointer }) => pointer);
    return `${several ? `${form} ` : ""}${pointers.join(", ")}`;
  });
  const others = places.length - shown.length;
  return [...texts, ...(others > 0 ? [`${others} more`] : [])].join("; ");
}

const formsOf = (places: ReportFinding["places"] = []): string[] => [...new Set(places.map(({ form }) => form))];

/** `docs/page.md:12`, or the overlay, or why it was assumed. */
export function ruleOf({ source }: ReportFinding): string | undefined {
  if (!source) return undefined;
  const page = source.line === undefined ? source.page : `${source.page}:${source.line}`;
  const notes = [
    ...(source.overlay === undefined ? [] : [`corrected by ${source.overlay}`]),
    ...(source.byHand === undefined ? [] : [`not shown by the page: ${source.byHand}`]),
    ...(source.rule === undefined ? [] : [`decided by ${source.rule}`]),
  ];
  return [page, ...notes].join("; ");
}

export const percent = (share: number): string => {
  if (share >= 1) return "100 %";
  if (share < 0.0001) return "< 0.01 %";
  return `${(share * 100).toFixed(share < 0.01 ? 2 : 1)} %`;
};

/** Where it came first, and last if that is not the same record. A file is named once. */
export function spanOf({ count, first, last }: Pick<ReportFinding, "count" | "first" | "last">): string {
  const begin = `first ${placeText(first)}${timeText(first)}`;
  if (count === 1) return begin;
  const end = last.file === first.file ? `line ${last.line}` : placeText(last);
  return `${begin}, last ${end}${timeText(last)}`;
}

const timeText = ({ time = "" }: FindingPlace): string => (time === "" ? "" : ` at ${time}`);

/** Messages a second: `110.8`; empty where the captures hold no times. */
export function rateOf({ messages }: { readonly messages: number }, seconds: number): string {
  if (seconds <= 0) return "";
  const rate = messages / seconds;
  return rate < 10 ? rate.toPrecision(2) : rate.toFixed(rate < 1000 ? 1 : 0);
}

export const placeText = ({ file, line }: { file: string; line: number }): string => `${file}:${line}`;

export function duration(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds * 10) / 10} s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`;
  return seconds < 172_800 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86_400)} days`;
}

export function size(bytes: number): string {
  if (bytes < 1e4) return `${bytes} B`;
  if (bytes < 1e7) return `${Math.round(bytes / 1e3)} kB`;
  return bytes < 1e10 ? `${Math.round(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}
