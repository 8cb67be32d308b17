/** A dialogue between client and server as SVG: a line each, an arrow a message. Looks are those of the site's style sheet. */

import { html, type Markup } from "./markup.js";

export interface DialogueStep {
  /** Who sends it; `stage`: words over both lines. */
  readonly from: "client" | "server" | "stage";
  readonly label: string;
  /** The message, shortened to what there is room for. */
  readonly code?: string;
}

const WIDTH = 760;
const CLIENT = 70;
const SERVER = WIDTH - 70;
const TOP = 44;
const STEP = 50;
const STAGE = 48;
const LONGEST = 84;

export function sequenceDiagram(title: string, steps: readonly DialogueStep[]): Markup {
  let y = TOP;
  const drawn = steps.map((step) => {
    y += step.from === "stage" ? STAGE : STEP;
    return step.from === "stage" ? stage(step.label, y) : arrow(step, y);
  });
  const height = y + 34;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${title}"><svg class="sequence" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${title}: ${steps.map(wordsOf).join("; ")}">
${lifeline("Client", CLIENT, height)}${lifeline("Server", SERVER, height)}${drawn}</svg></div>`;
}

const wordsOf = ({ from, label }: DialogueStep): string => (from === "stage" ? label : `${from} sends ${label}`);

const lifeline = (name: string, x: number, height: number): Markup =>
  html`<line class="life" x1="${x}" y1="${TOP - 12}" x2="${x}" y2="${height - 12}"/><rect class="actor" x="${x - 46}" y="12" width="92" height="32" rx="6"/><text class="actor-name" x="${x}" y="33" text-anchor="middle">${name}</text>
`;

const stage = (label: string, y: number): Markup =>
  html`<rect class="stage" x="${CLIENT - 46}" y="${y - 20}" width="${SERVER - CLIENT + 92}" height="26" rx="4"/><text class="stage-name" x="${WIDTH / 2}" y="${y - 2}" text-anchor="middle">${label}</text>
`;

function arrow({ from, label, code = "" }: DialogueStep, y: number): Markup {
  const [start, end, back] = from === "client" ? [CLIENT, SERVER, -9] : [SERVER, CLIENT, 9];
  const shown = code.length > LONGEST ? `${code.slice(0, LONGEST - 1)}…` : code;
  return html`<line class="arrow ${from}" x1="${start}" y1="${y}" x2="${end + back / 2}" y2="${y}"/><path class="head ${from}" d="M${end} ${y}l${back} -5v10z"/><text class="label" x="${WIDTH / 2}" y="${y - 7}" text-anchor="middle">${label}</text><text class="code" x="${WIDTH / 2}" y="${y + 15}" text-anchor="middle">${shown}</text>
`;
}
