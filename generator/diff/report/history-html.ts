/** The history of a line as one HTML file: a row a topic, a column a commit that changed something, a mark where both meet, which opens what changed. */

import { LEVELS, type Level } from "../../spec/level.js";
import { escapeHtml, htmlPage } from "../../text/html.js";
import { counted } from "../../text/words.js";
import type { Change } from "../changes.js";
import { groupsOf } from "./groups.js";
import { type HistoryEntry, summaryOf } from "./history-text.js";
import { placesOf, sourcesOf } from "./places.js";

/** What a mark says: the worst level of the changes at it, or that the topic could not be derived. */
type Kind = Level | "not-derived";

/** Told apart by their shapes as well as by their colours. */
const MARKS: Readonly<Record<Kind, readonly [shape: string, words: string]>> = {
  breaking: ["◆", "breaking: code that is right before can be wrong after"],
  dangerous: ["▲", "dangerous: something else can go wrong"],
  compatible: ["●", "compatible"],
  "docs-only": ["○", "words alone"],
  "not-derived": ["✕", "not derived: what it was before stands"],
};

interface Mark {
  readonly kind: Kind;
  /** None where the topic could not be derived. */
  readonly changes: readonly Change[];
}

/** A commit, by what it changed. */
interface Column {
  readonly row: HistoryEntry;
  readonly marks: ReadonlyMap<string, Mark>;
}

/** `rows`: the oldest first. */
export function historyHtml(line: string, rows: readonly HistoryEntry[]): string {
  const columns = rows.map((row) => ({ row, marks: marksOf(line, row) }));
  const body = `<header>
<h1>History of ${escapeHtml(line)}</h1>
<p class="summary">${escapeHtml(summaryOf(rows))}${spanOf(rows)}.</p>
</header>
<main>
${chart(columns.filter(({ marks }) => marks.size > 0))}
${commits(columns)}
</main>`;
  return htmlPage({ title: `History of ${line}`, style: STYLE, body });
}

const spanOf = (rows: readonly HistoryEntry[]): string => {
  const [first, last] = [rows[0], rows.at(-1)];
  return first && last ? `, from ${dayOf(first)} to ${dayOf(last)}` : "";
};

const dayOf = ({ time }: Pick<HistoryEntry, "time">): string => time.slice(0, 10);

/** By subject: a topic, a reply, the line. */
function marksOf(line: string, { diff, underived }: HistoryEntry): Map<string, Mark> {
  const marks = new Map<string, Mark>();
  for (const topic of underived) marks.set(`${line}/${topic}`, { kind: "not-derived", changes: [] });
  for (const { subject, changes } of groupsOf(diff.changes)) {
    const kind = LEVELS.find((level) => changes.some((change) => change.level === level)) ?? "docs-only";
    marks.set(subject, { kind, changes });
  }
  return marks;
}

function chart(columns: readonly Column[]): string {
  if (columns.length === 0) return "<p>No commit changed what the documentation says of messages.</p>";
  const subjects = [...new Set(columns.flatMap(({ marks }) => [...marks.keys()]))].sort();
  const heads = columns.map(
    ({ row }) => `<th scope="col" title="${escapeHtml(row.subject)}"><span>${escapeHtml(dayOf(row))}</span></th>`,
  );
  const lines = subjects.map((subject) => {
    const cells = columns.map(({ row, marks }) => cell(subject, row, marks.get(subject)));
    return `<tr><th scope="row">${escapeHtml(subject)}</th>${cells.join("")}</tr>`;
  });
  const legend = Object.entries(MARKS).map(
    ([kind, [shape, words]]) => `<li><b class="${kind}" aria-hidden="true">${shape}</b> ${escapeHtml(words)}</li>`,
  );
  return `<section><h2>Topics over time</h2>
<ul class="legend">${legend.join("")}</ul>
<div class="scroll"><table class="chart"><thead><tr><td></td>${heads.join("")}</tr></thead><tbody>
${lines.join("\n")}
</tbody></table></div>
<p class="hint">A mark opens what changed, by a click, or by Tab and Enter; again, it closes. What has no row did not change.</p></section>`;
}

function cell(subject: string, row: HistoryEntry, mark: Mark | undefined): string {
  if (!mark) return "<td></td>";
  const [shape] = MARKS[mark.kind];
  const counts = LEVELS.flatMap((level) => {
    const count = mark.changes.filter((change) => change.level === level).length;
    return count === 0 ? [] : [`${count} ${level}`];
  });
  const words = `${dayOf(row)} ${subject}: ${counts.join(", ") || "not derived"}`;
  const items =
    mark.changes.length === 0
      ? "<p>The page could not be derived: the topic is taken for what it was before.</p>"
      : `<ul>${mark.changes.map(changeItem).join("\n")}</ul>`;
  // Of one name only one is open.
  return `<td><details name="mark"><summary class="${mark.kind}" aria-label="${escapeHtml(words)}" title="${escapeHtml(words)}"><span aria-hidden="true">${shape}</span></summary>
<div class="panel"><h3>${escapeHtml(subject)}, ${escapeHtml(dayOf(row))}</h3><p>${commitWords(row)}</p>${items}</div></details></td>`;
}

const commitWords = ({ commit, subject }: HistoryEntry): string =>
  `<code>${escapeHtml(commit.slice(0, 10))}</code> ${escapeHtml(subject)}`;

function changeItem(change: Change): string {
  const { level, member, rule, because, evidence = [] } = change;
  const head = `${member === undefined ? "" : `<code>${escapeHtml(member)}</code> `}${escapeHtml(change.change)}`;
  const why = [because, ...evidence.map((text) => `${text}.`)].join(" ");
  const places = [...placesOf(change), ...sourcesOf(change)].map((place) => `<code>${escapeHtml(place)}</code>`);
  return `<li><span class="badge ${level}">${MARKS[level][0]} ${level}</span> ${head} <small>(${escapeHtml(rule)})</small><br><small>${escapeHtml(why)} ${places.join(" · ")}</small></li>`;
}

/** The newest first, as changelogs have it. */
function commits(columns: readonly Column[]): string {
  const rows = columns.toReversed().map(({ row, marks }) => {
    const { diff, underived } = row;
    const levels = LEVELS.flatMap((level) =>
      diff.counts[level] === 0
        ? []
        : [`<span class="badge ${level}">${MARKS[level][0]} ${diff.counts[level]} ${level}</span>`],
    );
    const others = [
      ...(diff.defects.fixed.length > 0 ? [`${counted(diff.defects.fixed.length, "defect")} fixed`] : []),
      ...(diff.defects.new.length > 0 ? [`${counted(diff.defects.new.length, "defect")} new`] : []),
      ...(underived.length > 0 ? [`✕ not derived: ${underived.map(escapeHtml).join(", ")}`] : []),
    ];
    const what =
      [...levels, others.join(", ")].filter((part) => part !== "").join(" ") ||
      '<span class="none">no claim changed</span>';
    return `<tr><td class="day">${escapeHtml(dayOf(row))}</td><td>${commitWords(row)}</td><td>${what}</td><td>${[...marks.keys()].map(escapeHtml).join(", ")}</td></tr>`;
  });
  return `<section><h2>Commits</h2><div class="scroll"><table><thead><tr><th scope="col">Date</th><th scope="col">Commit</th><th scope="col">Changes</th><th scope="col">At</th></tr></thead><tbody>
${rows.join("\n")}
</tbody></table></div></section>`;
}

const STYLE = `
.summary{margin:.3rem 0 0;color:var(--soft)}.hint,.none{color:var(--soft);font-size:.85rem}
.breaking{color:var(--error)}.dangerous{color:var(--warning)}.compatible{color:var(--clean)}.docs-only{color:var(--soft)}.not-derived{color:var(--info)}
.badge,.day{white-space:nowrap}.day{font-variant-numeric:tabular-nums}
code{font-size:.85em;overflow-wrap:anywhere}small{color:var(--soft)}
.chart{width:auto}.chart th,.chart td{padding:0}.chart tbody tr:hover{background:var(--panel)}
.chart thead th{height:6.2rem;vertical-align:bottom;font-weight:400}.chart thead span{display:block;writing-mode:vertical-rl;transform:rotate(180deg);margin:0 auto .3rem;line-height:1.75rem}
.chart tbody th{position:sticky;left:0;z-index:1;background:var(--bg);padding:.2rem .9rem .2rem 0;font-weight:400;font-size:.95rem;color:var(--fg);vertical-align:middle}
.chart tbody td{width:1.75rem;min-width:1.75rem;border-left:1px solid var(--line);vertical-align:middle}
.chart summary{display:block;list-style:none;cursor:pointer;text-align:center;font-size:1.05rem;line-height:1.75rem}.chart summary::-webkit-details-marker{display:none}
.chart summary:focus-visible{outline:2px solid var(--info);outline-offset:-2px}.chart details[open] summary{background:var(--fg);color:var(--bg)}
.panel{position:fixed;z-index:2;left:0;right:0;bottom:0;max-height:45vh;overflow:auto;padding:.8rem max(1.5rem,calc(50vw - 36.5rem)) 1.2rem;background:var(--panel);border-top:2px solid var(--fg);box-shadow:0 -.5rem 1.5rem #0003}
.panel h3{font-size:1rem;margin:0}.panel p{margin:.1rem 0 .6rem}.panel ul{margin:0;padding:0;list-style:none}.panel li{margin:.5rem 0}
body:has(details[open]){padding-bottom:48vh}
@media print{.panel{position:static;max-height:none;box-shadow:none}}
`;
