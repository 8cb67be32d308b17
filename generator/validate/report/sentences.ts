/** How a finding reads, in every format alike. */

import type { ReportFinding } from "./validate-report.js";

/** `futures book delta` */
export const whereOf = ({ line, topic, form }: Pick<ReportFinding, "line" | "topic" | "form">): string =>
  [line, topic, form].filter((part) => part !== "").join(" ");

/** One sentence: what came instead of what. */
export function sentenceOf(finding: ReportFinding): string {
  const { pointer, expected, got } = finding;
  const place = pointer === "" ? "" : `${pointer}: `;
  return `${place}${got}, expected ${expected}`;
}

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

const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g;

/** Text of a capture must not steer a terminal or a log. */
export const visible = (text: string): string =>
  text.replace(CONTROLS, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
