/** Messages over time as an SVG: bars by topic, the invalid ones below the axis. Its numbers stand in a table beside it. */

import { escapeHtml } from "../../text/html.js";
import { counted, grouped } from "../../text/words.js";
import { duration } from "./sentences.js";
import type { ValidateReport } from "./validate-report.js";

/** Okabe and Ito: told apart with any kind of colour vision, on light and on dark. */
const COLORS = ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#b8a900"];
const OTHER = "#8a8f98";
const WIDTH = 1000;
const HEIGHT = 260;
const TOP = 10;
const LEFT = 56;
const BOTTOM = 24;
const INVALID = 46;
const MAX_BARS = 160;

interface Bar {
  readonly time: string;
  readonly counts: ReadonlyMap<string, number>;
  readonly total: number;
  readonly invalid: number;
}

export function timelineChart({ steps, stepSeconds }: ValidateReport["timeline"]): string {
  const { bars, seconds } = barsOf(steps, stepSeconds);
  if (bars.length === 0) return "";
  const scale = scaleOf(bars);
  const width = escapeHtml(duration(seconds));
  return `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="Messages over time, ${width} a bar, at most ${grouped(scale.most)}">${labels(bars, scale)}${bars.map((bar, index) => column(bar, index, scale)).join("")}</svg>
${legend(scale)}
<details><summary>As numbers, ${width} a row</summary><div class="scroll" tabindex="0"><table><thead><tr><th scope="col">From</th><th scope="col" class="n">Messages</th><th scope="col" class="n">Invalid</th></tr></thead><tbody>${bars.map(row).join("")}</tbody></table></div></details>`;
}

interface Scale {
  /** Topics that have a colour, the most frequent first; the rest share one. */
  readonly shown: readonly string[];
  readonly hasOthers: boolean;
  readonly most: number;
  readonly mostInvalid: number;
  /** Where the axis is. */
  readonly axis: number;
  /** Width of a bar with its gap, and height of a message. */
  readonly slot: number;
  readonly unit: number;
}

/** There is a bar. */
function scaleOf(bars: readonly Bar[]): Scale {
  const totals = new Map<string, number>();
  for (const { counts } of bars)
    for (const [topic, count] of counts) totals.set(topic, (totals.get(topic) ?? 0) + count);
  const ranked = [...totals].sort((a, b) => b[1] - a[1]).map(([topic]) => topic);
  const hasOthers = ranked.length > COLORS.length;
  const most = Math.max(...bars.map(({ total }) => total), 1);
  const mostInvalid = Math.max(...bars.map(({ invalid }) => invalid));
  const axis = HEIGHT - BOTTOM - (mostInvalid > 0 ? INVALID : 0);
  return {
    shown: ranked.slice(0, hasOthers ? COLORS.length - 1 : COLORS.length),
    hasOthers,
    most,
    mostInvalid,
    axis,
    slot: (WIDTH - LEFT) / bars.length,
    unit: (axis - TOP) / most,
  };
}

/** Its topics one above the other; what is invalid below the axis. */
function column({ counts, total, invalid, time }: Bar, index: number, scale: Scale): string {
  const { shown, mostInvalid, axis, slot, unit } = scale;
  const x = LEFT + index * slot;
  const width = Math.max(slot - (slot > 4 ? 1 : 0), 0.5);
  const others = [...counts].filter(([name]) => !shown.includes(name)).reduce((sum, [, count]) => sum + count, 0);
  const parts = [
    ...shown.map((topic, at) => [counts.get(topic) ?? 0, COLORS[at] ?? OTHER] as const),
    [others, OTHER],
  ] as const;
  const rects: string[] = [];
  let y = axis;
  for (const [count, color] of parts) {
    if (count === 0) continue;
    y -= count * unit;
    rects.push(rect(x, y, width, count * unit, color));
  }
  if (invalid > 0)
    rects.push(rect(x, axis + 2, width, Math.max((invalid / mostInvalid) * (INVALID - 6), 2), "var(--error)"));
  const label = `${time}: ${counted(total, "message")}${invalid > 0 ? `, ${grouped(invalid)} invalid` : ""}`;
  return `<g><title>${escapeHtml(label)}</title>${rects.join("")}</g>`;
}

function labels(bars: readonly Bar[], { most, mostInvalid, axis }: Scale): string {
  return [
    `<text x="${LEFT - 6}" y="${TOP + 8}" text-anchor="end">${grouped(most)}</text>`,
    `<text x="${LEFT - 6}" y="${axis}" text-anchor="end">0</text>`,
    ...(mostInvalid > 0 ? [`<text x="${LEFT - 6}" y="${axis + 14}" text-anchor="end">invalid</text>`] : []),
    `<text x="${LEFT}" y="${HEIGHT - 6}">${escapeHtml(bars[0]?.time ?? "")}</text>`,
    `<text x="${WIDTH}" y="${HEIGHT - 6}" text-anchor="end">${escapeHtml(bars.at(-1)?.time ?? "")}</text>`,
    `<line x1="${LEFT}" x2="${WIDTH}" y1="${axis}" y2="${axis}" stroke="currentColor" stroke-opacity=".4"/>`,
  ].join("");
}

function legend({ shown, hasOthers }: Scale): string {
  const entries = [
    ...shown.map((topic, index) => [topic, COLORS[index] ?? OTHER] as const),
    ...(hasOthers ? [["other topics", OTHER] as const] : []),
  ];
  return `<ul class="legend">${entries.map(([name, color]) => `<li><i style="background:${color}"></i>${escapeHtml(name)}</li>`).join("")}</ul>`;
}

const row = ({ time, total, invalid }: Bar): string =>
  `<tr><td>${escapeHtml(time)}</td><td class="n">${grouped(total)}</td><td class="n">${grouped(invalid)}</td></tr>`;

const rect = (x: number, y: number, width: number, height: number, color: string): string =>
  `<rect x="${x.toFixed(2)}" y="${y.toFixed(2)}" width="${width.toFixed(2)}" height="${height.toFixed(2)}" fill="${color}"/>`;

/** Equal steps, the empty ones too: a gap in a recording has to be seen. */
function barsOf(steps: ValidateReport["timeline"]["steps"], stepSeconds: number): { bars: Bar[]; seconds: number } {
  const timed = steps.filter(({ time }) => time !== "");
  const start = Date.parse(timed[0]?.time ?? "");
  const end = Date.parse(timed.at(-1)?.time ?? "");
  if (Number.isNaN(start) || Number.isNaN(end)) return { bars: [], seconds: 0 };
  const count = Math.round((end - start) / (stepSeconds * 1e3)) + 1;
  const merge = Math.ceil(count / MAX_BARS);
  const seconds = stepSeconds * merge;
  const bars = Array.from({ length: Math.ceil(count / merge) }, (_, index) => ({
    time: new Date(start + index * seconds * 1e3).toISOString(),
    counts: new Map<string, number>(),
    total: 0,
    invalid: 0,
  }));
  for (const { time, counts } of timed) {
    const bar = bars[Math.floor((Date.parse(time) - start) / (seconds * 1e3))];
    if (!bar) continue;
    for (const { line, topic, messages, invalid } of counts) {
      const name = `${line} ${topic}`;
      bar.counts.set(name, (bar.counts.get(name) ?? 0) + messages);
      bar.total += messages;
      bar.invalid += invalid;
    }
  }
  return { bars, seconds };
}
