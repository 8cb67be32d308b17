/**
 * What the traffic proves against the spec, as overlay entries for a person to review, one for each fact. Nothing is applied. Whoever strikes
 * an entry out can take the others: each changes what its fact is about and nothing else.
 */

import { haveOnePath, jsonPath } from "../schema/json-path.js";
import type { Json } from "../schema/json-schema.js";
import { segmentsOf } from "../schema/pointer.js";
import type { LineSpec, Spec, TopicSpec } from "../spec/spec.js";
import { grouped } from "../text/words.js";
import { percent } from "../validate/report/sentences.js";
import type {
  FindingPlace,
  FormStatistics,
  ReportFinding,
  ValidateReport,
} from "../validate/report/validate-report.js";
import { type Change, type Correction, correctionsOf } from "./corrections.js";
import { lengthCorrections } from "./length-corrections.js";
import { fieldsOf, observeNodes, timesObject } from "./observed.js";

export type Proposal = Change & {
  readonly line: string;
  /** Path of the overlay below the spec folder: `futures/trade.overlay.yaml`. */
  readonly file: string;
  readonly at: string;
  readonly because: string;
  readonly evidence: string;
  /** By how often the wire showed it: 100 times or more, ten times or more, less. */
  readonly confidence: "high" | "medium" | "low";
};

export interface Proposals {
  readonly proposals: readonly Proposal[];
  /** Facts that too few values show, as sentences. */
  readonly rare: readonly string[];
}

/** In a smaller share of the values a deviation may be a fault of the recording. */
export const MIN_SHARE = 0.01;

export function proposeOverlays(report: ValidateReport, spec: Pick<Spec, "lines">, minShare = MIN_SHARE): Proposals {
  const proposals: Proposal[] = [];
  const rare: string[] = [];
  for (const line of spec.lines)
    for (const topic of line.topics) {
      const isHere = isOf(line, topic);
      const forms = (report.stats ?? []).filter(
        (row) => isHere(row) && topic.forms.some(({ name }) => name === row.form),
      );
      const findings = report.findings.filter(isHere);
      for (const fact of factsOf(forms, topic, findings)) {
        const { seen, of } = totalOf(fact);
        const [{ fact: text }] = fact;
        if (seen < of * minShare) rare.push(`${line.name} ${topic.name}: ${text} (${timesText(seen, of)}).`);
        else proposals.push(proposalOf(fact, { line, topic, findings, report }));
      }
    }
  return { proposals, rare };
}

/** Topics of one name are told apart by their connection. */
const isOf =
  (line: LineSpec, topic: TopicSpec) =>
  (row: { readonly line: string; readonly topic: string; readonly connection?: string }): boolean =>
    row.line === line.name &&
    row.topic === topic.name &&
    (row.connection === undefined || topic.connections.includes(row.connection));

/** A correction and the node that it is of. */
interface Placed extends Correction {
  readonly path: readonly string[];
}

/** Corrections that say the same of several nodes, which one path names. */
type Fact = readonly [Placed, ...Placed[]];

function factsOf(forms: readonly FormStatistics[], topic: TopicSpec, findings: readonly ReportFinding[]): Fact[] {
  const facts: [Placed, ...Placed[]][] = [];
  for (const node of observeNodes(forms, topic)) {
    const path = segmentsOf(node.type.pointer);
    for (const correction of [...correctionsOf(node), ...lengthCorrections(node, findings)]) {
      const placed = { ...correction, path };
      const fact = facts.find(
        (known) => saysTheSame(known[0], placed) && haveOnePath([...known, placed].map(({ path: at }) => at)),
      );
      if (fact) fact.push(placed);
      else facts.push([placed]);
    }
  }
  return facts;
}

/** Of a type and of values: that of members of one name. */
function saysTheSame(a: Placed, b: Placed): boolean {
  const isSameMember = memberOf(a.path) === memberOf(b.path);
  return a.fact === b.fact && JSON.stringify(a.change) === JSON.stringify(b.change) && isSameMember;
}

/** The name of the member that a node describes; none for a definition. */
const memberOf = (path: readonly string[]): string | undefined =>
  path.at(-2) === "properties" ? path.at(-1) : undefined;

const totalOf = (fact: Fact): { readonly seen: number; readonly of: number } => ({
  seen: fact.reduce((sum, { seen }) => sum + seen, 0),
  of: fact.reduce((sum, { of }) => sum + of, 0),
});

interface Context {
  readonly line: LineSpec;
  readonly topic: TopicSpec;
  readonly findings: readonly ReportFinding[];
  readonly report: ValidateReport;
}

function proposalOf(fact: Fact, context: Context): Proposal {
  const [{ change, fact: text }] = fact;
  const { seen, of } = totalOf(fact);
  return {
    line: context.line.name,
    file: `${context.line.name}/${context.topic.modulePath}.overlay.yaml`,
    at: jsonPath(fact.map(({ path }) => path)),
    ...change,
    because: `${text} (${timesText(seen, of)}).`,
    evidence: evidenceOf(fact, context),
    confidence: seen >= 100 ? "high" : seen >= 10 ? "medium" : "low",
  };
}

const timesText = (seen: number, of: number): string =>
  `${grouped(seen)} of ${grouped(of)} times${seen === of ? "" : `, ${percent(seen / of)}`}`;

/** Where, how often there, and where first. */
function evidenceOf(fact: Fact, { findings, report }: Context): string {
  const ways = fact.flatMap((placed) => placed.ways);
  const places = ways.flatMap((way) => {
    const [field] = fieldsOf([way]);
    const above = { ...way, pointer: way.pointer.slice(0, Math.max(way.pointer.lastIndexOf("/"), 0)) };
    const of = field?.of ?? timesObject([above]);
    if (of === 0) return [];
    const kinds = Object.entries(field?.kinds ?? {}).map(([kind, count]) => `${kind} ${grouped(count)}`);
    const came = kinds.length === 0 ? "0" : kinds.join(", ");
    return [`${way.form.form} ${way.pointer}: ${came} of ${grouped(of)}`];
  });
  const isMeant = ({ form, pointer }: Pick<ReportFinding, "form" | "pointer">): boolean =>
    ways.some((way) => way.form.form === form && way.pointer === pointer);
  const firsts = findings
    .filter(({ code }) => fact[0].codes.includes(code))
    .flatMap((finding) => (finding.places ?? [finding]).filter(isMeant).map(({ first }) => first));
  const first = earliest(firsts, report);
  const files = report.captures.flatMap(({ file, checked }) => (checked > 0 ? [file] : []));
  const where = first ? `first at ${first.file}:${first.line}` : `in ${files.join(", ")}`;
  return [...places, where].join("; ");
}

function earliest(places: readonly FindingPlace[], { captures }: ValidateReport): FindingPlace | undefined {
  const rank = ({ file }: FindingPlace): number => captures.findIndex((capture) => capture.file === file);
  return [...places].sort((a, b) => rank(a) - rank(b) || a.offset - b.offset)[0];
}

/** The entry of an overlay file. */
export const entryOf = ({
  line: _line,
  file: _file,
  at,
  because,
  evidence,
  confidence,
  ...change
}: Proposal): Json => ({
  at,
  ...(change as { readonly [key: string]: Json }),
  because,
  evidence,
  confidence,
});
