/**
 * Which product line an endpoint speaks: the one that the user names, else the one that documents its URL, else the one whose topics its first frames
 * have. Where several are left, the one that has the fewest kinds of issue with those frames: a fault in each message is one.
 */

import type { Direction } from "../capture/format.js";
import type { ExchangeFile } from "../spec/exchange-file.js";
import type { LineSpec } from "../spec/spec.js";
import { textOf } from "./check/findings.js";
import { requestKeys, topicTextOf } from "./check/frame-findings.js";
import type { LineCheck } from "./check/line-check.js";
import { type LineChoice, nameOf } from "./check/line-choice.js";
import { type Judged, judgeReceived, judgeSent } from "./check/verdict.js";
import { messageFindings } from "./check/violations.js";
import { redactText } from "./redact/redact-text.js";

export interface LineDecision {
  /** Without its query; absent for connections without a known URL: all that were decided alike are one. */
  readonly url?: string;
  /** Absent: no line knows its frames. */
  readonly line?: string;
  /** Absent: each frame is given to the connection of the line whose form it fits. */
  readonly connection?: string;
  readonly by: "option" | "endpoint" | "topics";
  /** Frames looked at, and how many of them the line knows. */
  readonly frames: number;
  readonly known: number;
  /** Other lines that fit as well: which one is meant, only a person can say. */
  readonly alsoFits: readonly string[];
  /** Where the frames had to tell lines apart that know the same topics: the best first. */
  readonly compared?: readonly LineFit[];
}

export interface LineFit {
  /** As `--line` takes it. */
  readonly line: string;
  /** Kinds of issue that the frames have with it. */
  readonly issues: number;
}

/** What an endpoint is decided among. */
export interface Candidates {
  readonly by: LineDecision["by"];
  readonly choices: readonly LineChoice[];
}

/** `url`: without its query; undefined where nobody knows it. `option`: `--line`. */
export function candidatesOf(
  url: string | undefined,
  lines: readonly LineSpec[],
  option: LineChoice | undefined,
): Candidates {
  const documented = url === undefined ? [] : choicesOfUrl(url, lines);
  if (option) {
    // The option names the line, the endpoint its connection.
    const both = documented.filter(({ line }) => line === option.line);
    return { by: "option", choices: option.connection === undefined && both.length === 1 ? both : [option] };
  }
  if (documented.length > 0) return { by: "endpoint", choices: documented };
  return { by: "topics", choices: lines.map(({ name }) => ({ line: name })) };
}

function choicesOfUrl(url: string, lines: readonly LineSpec[]): LineChoice[] {
  const wanted = url.replace(/\/$/, "");
  return lines.flatMap((line) =>
    Object.entries(line.file.connections)
      .filter(([, { endpoints }]) => Object.values(endpoints).some((urls) => urls.includes(wanted)))
      .map(([connection]) => ({ line: line.name, connection })),
  );
}

/** The frames of an endpoint, held against one line. */
export interface Trial {
  readonly choice: LineChoice;
  readonly add: (text: string, direction: Direction) => void;
  /** Frames that the line knows. */
  readonly known: number;
  /** Its topics that were pushed or asked for, its replies, and kinds of issue. */
  readonly topics: ReadonlySet<string>;
  readonly replies: ReadonlySet<string>;
  readonly errors: ReadonlySet<string>;
  readonly warnings: ReadonlySet<string>;
}

export function createTrial(check: LineCheck, exchange: ExchangeFile): Trial {
  const [topics, replies, errors, warnings] = [
    new Set<string>(),
    new Set<string>(),
    new Set<string>(),
    new Set<string>(),
  ];
  let known = 0;
  const addReceived = ({ frame, form, verdict }: Judged, text: string): void => {
    if (verdict.kind === "request") {
      addRequest(verdict);
      return;
    }
    if (frame.kind === "unknown" || !form || verdict.kind === "unrouted") {
      const reason = verdict.kind === "unrouted" ? verdict.reason : "";
      warnings.add(`${reason} ${topicTextOf(text, exchange) ?? ""}`);
      return;
    }
    known += 1;
    if (frame.kind === "push") topics.add(frame.topicText);
    else replies.add(frame.reply);
    if (verdict.kind === "too-deep") errors.add("too-deep");
    if (verdict.kind !== "deviating") return;
    for (const { key } of messageFindings(form, verdict.violations, frame.message))
      (key.severity === "error" ? errors : warnings).add(textOf(key));
  };
  const addRequest = (request: Extract<Judged["verdict"], { kind: "request" }>): void => {
    for (const topic of request.facts?.topics ?? [])
      if (!request.facts?.unknownTopics.includes(topic)) topics.add(topic);
    if (request.isDocumented) known += 1;
    for (const key of requestKeys(check.line.name, request)) warnings.add(textOf(key));
  };
  return {
    choice: check.choice,
    get known() {
      return known;
    },
    topics,
    replies,
    errors,
    warnings,
    add(text, direction) {
      if (direction !== "sent") addReceived(judgeReceived(check, text, direction), text);
      else {
        const verdict = judgeSent(check, text);
        if (verdict.kind === "request") addRequest(verdict);
      }
    },
  };
}

/** `trials`: one for each candidate, with the frames that were looked at. */
export function decideLine(
  url: string | undefined,
  by: LineDecision["by"],
  trials: readonly Trial[],
  frames: number,
): { readonly choice: LineChoice | undefined; readonly decision: LineDecision } {
  const ranked = [...trials].sort(compareTrials);
  const [best] = ranked;
  const isDecided = best !== undefined && (by !== "topics" || isProof(best, url));
  // Frames that no line knows compare nothing.
  const isTold = isDecided && best.topics.size + best.replies.size > 0;
  const alike = isTold ? ranked.filter((trial) => compareTrials(trial, best) === 0) : [];
  const compared = isTold ? ranked.filter((trial) => compareKnown(trial, best) === 0) : [];
  const choice = isDecided ? best.choice : undefined;
  return {
    choice,
    decision: {
      ...(url === undefined ? {} : { url: redactText(url) }),
      ...(choice && { line: choice.line }),
      ...(choice?.connection === undefined ? {} : { connection: choice.connection }),
      by,
      frames,
      known: isDecided ? best.known : 0,
      alsoFits: alike.slice(1).map((trial) => nameOf(trial.choice)),
      ...(compared.length > 1 && { compared: compared.map(fitOf) }),
    },
  };
}

/** One line takes all frames as they are and knows a topic of them, and each other one knows less or has an error. */
export function isClear(trials: readonly Trial[]): boolean {
  const [best, ...others] = [...trials].sort(compareTrials);
  if (best === undefined || others.length === 0) return true;
  const isClean = best.topics.size > 0 && best.errors.size + best.warnings.size === 0;
  return isClean && others.every((other) => other.topics.size < best.topics.size || other.errors.size > 0);
}

/** Answers of one protocol often look like those of another: an endpoint that no line has is told by a topic. */
const isProof = ({ topics, replies }: Trial, url: string | undefined): boolean =>
  topics.size > 0 || (url === undefined && replies.size > 0);

/** Before others is the one that knows more, then the one with fewer issues; 0 for two that fit alike. */
const compareTrials = (a: Trial, b: Trial): number =>
  compareKnown(a, b) || a.errors.size - b.errors.size || a.warnings.size - b.warnings.size;

const compareKnown = (a: Trial, b: Trial): number =>
  b.topics.size - a.topics.size || (a.topics.size === 0 ? b.replies.size - a.replies.size : 0);

const fitOf = ({ choice, errors, warnings }: Trial): LineFit => ({
  line: nameOf(choice),
  issues: errors.size + warnings.size,
});

/** Endpoints are one each; of connections without one, those that were decided alike are. */
export function joinDecisions(decisions: readonly LineDecision[]): LineDecision[] {
  const joined = new Map<string, LineDecision>();
  for (const decision of decisions) {
    const { frames, known, compared, ...rest } = decision;
    const key = JSON.stringify(rest);
    const other = joined.get(key);
    joined.set(key, other ? { ...other, frames: other.frames + frames, known: other.known + known } : decision);
  }
  return [...joined.values()];
}
