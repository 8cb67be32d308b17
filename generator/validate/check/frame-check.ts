/** Checks one frame, and has everybody told what came of it. */

import { invariant, type Severity } from "../../diagnostics/diagnostic.js";
import { countFrame, countInTime, countTime } from "./block-counts.js";
import type { FindingKey } from "./findings.js";
import { countMessage } from "./form-results.js";
import {
  requestKeys,
  shownEndpoint,
  shownTopic,
  tooDeepKey,
  topicTextOf,
  type UnroutedReason,
  unroutedKey,
} from "./frame-findings.js";
import type { FormCheck, LineCheck } from "./line-check.js";
import type { OpenBlock } from "./open-block.js";
import { placeOf } from "./position.js";
import { frameSample, LONGEST_SAMPLED, violationSample } from "./samples.js";
import { whyTooHeavy } from "./scan-text.js";
import { asInvalid } from "./timeline.js";
import {
  type DocumentedFrame,
  judgeReceived,
  judgeSent,
  type MessageVerdict,
  type RequestVerdict,
  type UnroutedVerdict,
} from "./verdict.js";
import { messageFindings, worstOf } from "./violations.js";

/** `length`: of the frame in bytes, or in characters where the capture does not have its bytes. */
export function checkFrame(block: OpenBlock, text: string, length: number): void {
  const { record, counts } = block;
  countFrame(counts, length);
  countTime(counts, record.time);
  const isSent = record.direction === "sent";
  if (isSent) counts.sent += 1;
  const { check, endpoint } = block.connections(record.connection, record.time);
  const heavy = whyTooHeavy(text);
  if (heavy) addUnrouted(block, heavy, check?.line.name ?? "", text.slice(0, LONGEST_SAMPLED));
  else if (!check) addNoLine(block, endpoint, text);
  else if (isSent) addOther(block, check, judgeSent(check, text), text);
  else checkReceived(block, check, text, length);
}

/** Received, or in a capture that does not say who sent it. */
function checkReceived(block: OpenBlock, check: LineCheck, text: string, length: number): void {
  const { record, forms, secrets } = block;
  const { frame, form, verdict } = judgeReceived(check, text, record.direction);
  if (frame.kind === "unknown" || !form || verdict.kind === "unrouted") {
    invariant(verdict.kind === "unrouted" || verdict.kind === "request", "a message has a form");
    addOther(block, check, verdict, text);
    return;
  }
  const result = forms.of(form);
  // What a clean push holds is shown nowhere; a reply may repeat its request.
  if (verdict.kind !== "clean" || frame.kind !== "push") secrets.message(frame.message, form.secrets);
  if (verdict.kind === "request") {
    addRequest(block, check, verdict, text);
    return;
  }
  const worst = addDeviations(block, form, frame, verdict, text);
  countMessage(result, length, worst);
  countInTime(block.counts, record.time, worst === "error" ? asInvalid(form.entry.id) : form.entry.id);
  if (block.setup.stats) forms.addStats(form, frame.message);
  block.events.message(check, form, frame, worst !== "error");
}

/** What is no message of a form. */
function addOther(block: OpenBlock, check: LineCheck, verdict: RequestVerdict | UnroutedVerdict, text: string): void {
  if (verdict.kind === "unrouted") {
    addUnrouted(block, verdict.reason, check.line.name, text);
    return;
  }
  block.secrets.text(text);
  addRequest(block, check, verdict, text);
}

function addRequest(block: OpenBlock, check: LineCheck, request: RequestVerdict, text: string): void {
  // Where the capture does not say so, it is known only now.
  if (block.record.direction !== "sent") block.counts.sent += 1;
  for (const key of requestKeys(check.line.name, request)) addFrameFinding(block, key, text);
  block.events.request(check, request);
}

/** `line`: name of the product line, or empty if there is none. */
export function addUnrouted(block: OpenBlock, reason: UnroutedReason, line: string, text: string): void {
  block.secrets.text(text);
  const isCut = reason === "not-json" && block.position.isCut;
  const topic =
    reason === "unknown-topic" || reason === "unknown-form" ? topicTextOf(text, block.setup.spec.exchange) : undefined;
  const got = topic === undefined ? undefined : shownTopic(topic, block.ownersOf(topic, text));
  addFrameFinding(block, unroutedKey(isCut ? "truncated-line" : reason, line, got), text);
}

/** The worst of them. */
function addDeviations(
  block: OpenBlock,
  form: FormCheck,
  { message }: DocumentedFrame,
  verdict: MessageVerdict,
  text: string,
): Severity | undefined {
  if (verdict.kind === "clean") return undefined;
  if (verdict.kind === "too-deep") {
    addFrameFinding(block, tooDeepKey(form.entry), text.slice(0, LONGEST_SAMPLED));
    return "error";
  }
  const { violations } = verdict;
  const place = placeOf(block.plan.source, block.record, block.position);
  const lookalike = block.lookalikeOf(form, violations, text, block.record);
  if (lookalike) {
    const { secrets } = lookalike.form;
    block.secrets.message(message, secrets);
    block.findings.add(lookalike.key, place, () => violationSample([], message, text, secrets));
    return "error";
  }
  for (const { key, path, spots } of messageFindings(form, violations, message))
    block.findings.add(key, place, () => violationSample(path, message, text, form.secrets), spots);
  return worstOf(violations);
}

/** `endpoint`: undefined where nobody knows it. */
function addNoLine(block: OpenBlock, endpoint: string | undefined, text: string): void {
  block.secrets.text(text);
  addFrameFinding(block, unroutedKey("no-line", "", endpoint && shownEndpoint(endpoint)), text);
}

function addFrameFinding({ plan, record, position, findings }: OpenBlock, key: FindingKey, text: string): void {
  findings.add(key, placeOf(plan.source, record, position), () => frameSample(text));
}
