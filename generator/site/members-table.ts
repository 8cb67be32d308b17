/** The members of a form as a table: the example of the form shows a row of it at the member that the reader points at. */

import { lineOf } from "../spec/provenance.js";
import type { FormSpec } from "../spec/spec.js";
import type { Source, ValueType } from "../spec/value-type.js";
import { html, joined, type Markup } from "./markup.js";
import { documentedValues, type FormMember, membersOf } from "./members.js";
import { enumId, memberId } from "./paths.js";
import type { SiteInput } from "./site-input.js";
import { typeWords } from "./type-words.js";

interface Place {
  readonly input: Pick<SiteInput, "urlOf">;
  /** Of every source that names none. */
  readonly page: string;
  /** Address of the page of the line's enums. */
  readonly enums: string;
}

export function membersTable(form: FormSpec, place: Place): Markup {
  const rows = membersOf(form.type).map((member) => memberRow(form, member, place));
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Members of ${form.typeName}"><table class="members">
<thead><tr><th scope="col">Member</th><th scope="col">Type</th><th scope="col">What it says</th><th scope="col">Source</th></tr></thead>
<tbody>${rows}</tbody></table></div>`;
}

const DEEPEST = 6;

function memberRow(form: FormSpec, { name, pointer, type, required, depth }: FormMember, place: Place): Markup {
  return html`<tr id="${memberId(form.name, pointer)}" data-path="${pathWords(pointer)}">
<th scope="row" class="depth-${Math.min(depth, DEEPEST)}"><code>${name}</code></th>
<td class="type">${typeWords(type)}${required ? undefined : html` <span class="tag">optional</span>`}</td>
<td>${meaningOf(type, place)}</td>
<td class="source">${sourcesOf(type, place)}</td></tr>
`;
}

/** `/data/*​/price` as people write it: `data[].price`. */
const pathWords = (pointer: string): string =>
  pointer
    .slice(1)
    .replaceAll("~1", "/")
    .replaceAll("~0", "~")
    .replaceAll(/\/\*/g, "[]")
    .replaceAll(/\/(\d+)(?=\/|$)/g, "[$1]")
    .replaceAll("/", ".");

function meaningOf(type: ValueType, { enums }: Place): Markup {
  const { description = "", condition, presence, unit, scale, deprecated, confidence } = type;
  const values = documentedValues(type);
  const facts: Markup[] = [
    ...(unit === undefined || saysUnit(description)
      ? []
      : [html`<span class="fact">unit ${UNITS[unit] ?? unit}</span>`]),
    ...(scale === undefined ? [] : [html`<span class="fact">the true value times 10<sup>${scale}</sup></span>`]),
    ...(deprecated ? [html`<span class="fact">deprecated</span>`] : []),
    ...(type.kind === "number" && type.unsafe
      ? [html`<span class="fact warn">can pass 2<sup>53</sup>: JSON.parse rounds it</span>`]
      : []),
    ...(confidence === undefined
      ? []
      : [html`<span class="fact warn">${confidence === "guess" ? "a guess" : "likely, not certain"}</span>`]),
  ];
  return html`${description}${condition === undefined ? undefined : html` <span class="when">${condition}</span>`}${
    condition === undefined && presence !== undefined
      ? html` <span class="when">${PRESENCE[presence]}</span>`
      : undefined
  }${facts.length > 0 ? html`<span class="facts">${facts}</span>` : undefined}${
    values && values.values.length > 0
      ? html`<span class="values"><a href="${enums}#${enumId(values.name)}">${values.name}</a> ${joined(
          values.values.map((value) => html`<code>${value}</code>`),
          " ",
        )}</span>`
      : undefined
  }`;
}

/** As the words of the glossary end. */
const saysUnit = (description: string): boolean => /\bUnit: \S/.test(description);

const UNITS: Readonly<Record<string, string>> = {
  s: "seconds",
  ms: "milliseconds",
  us: "microseconds",
  ns: "nanoseconds",
  iso8601: "ISO 8601",
};

const PRESENCE: Readonly<Record<NonNullable<ValueType["presence"]>, string>> = {
  "example-only": "Shown by examples, named by no table.",
  "table-only": "Named by the table, shown by no example.",
  conditional: "Not always there.",
  delta: "There if it has changed.",
  "some-examples": "In some of the examples.",
  unseen: "Documented, and never seen on the wire.",
};

/** One line says where: the first source that has one. What people decided is said besides. */
function sourcesOf(type: ValueType, { input, page }: Place): Markup {
  const placed = type.sources.find((source) => lineOf(source) !== undefined);
  const { overlay, byHand, rule } = type.sources[0] ?? {};
  const notes = [
    ...(overlay === undefined ? [] : [html`<span class="note">corrected: ${overlay}</span>`]),
    ...(byHand === undefined ? [] : [html`<span class="note">by hand: ${byHand}</span>`]),
    ...(rule === undefined ? [] : [html`<span class="note">decided by ${rule}</span>`]),
  ];
  return html`${placed ? sourceLink(placed, page, input) : undefined}${notes}`;
}

function sourceLink(source: Source, page: string, { urlOf }: Pick<SiteInput, "urlOf">): Markup {
  const where = source.page ?? page;
  const line = lineOf(source);
  const words = `${where.split("/").at(-1)}${line === undefined ? "" : `:${line}`}`;
  const url = urlOf(where, line);
  return url === undefined
    ? html`<span title="${where}">${words}</span>`
    : html`<a href="${url}" title="${where}" rel="noreferrer">${words}</a>`;
}
