/** A block while it is checked: who owns what of it. */

import type { Block } from "../../capture/blocks.js";
import { type CaptureRecord, createRecord } from "../../capture/format.js";
import { type CaptureFormat, FORMATS } from "../../capture/formats.js";
import type { Session } from "../../capture/session.js";
import { createEventWriter, type EventWriter } from "../events/event-log.js";
import { createFormTable } from "../form-table.js";
import { type BlockProvers, createProvers } from "../proof/block-provers.js";
import { createSecretCollector, type SecretCollector } from "../redact/secret-values.js";
import { type BlockCounts, createBlockCounts } from "./block-counts.js";
import { type BlockEvents, createBlockEvents, createFirstPushes } from "./block-events.js";
import type { CheckSetup, SourcePlan } from "./block-result.js";
import { type Connections, createConnections } from "./connections.js";
import { createFindingCollector, type FindingCollector } from "./findings.js";
import { createFormResults, type FormResults } from "./form-results.js";
import { createFrameText, type ReadFrameText } from "./frame-text.js";
import { createLineChecks } from "./line-check.js";
import { createLookalikes, type FindLookalike } from "./lookalikes.js";
import { createPosition, type Position } from "./position.js";
import { createTopicOwners, type TopicOwners } from "./topic-owners.js";

export interface OpenBlock {
  readonly setup: CheckSetup;
  readonly plan: SourcePlan;
  readonly format: CaptureFormat;
  readonly session: Session;
  /** The record at hand, and where it stands. */
  readonly record: CaptureRecord;
  readonly position: Position;
  readonly connections: Connections;
  /** A frame came whose endpoint is not decided yet. */
  isUndecided: boolean;
  readonly provers: BlockProvers;
  readonly textOf: ReadFrameText;
  readonly ownersOf: TopicOwners;
  readonly lookalikeOf: FindLookalike;
  readonly counts: BlockCounts;
  readonly forms: FormResults;
  readonly findings: FindingCollector;
  readonly secrets: SecretCollector;
  readonly events: BlockEvents;
  readonly log: EventWriter;
  /** An address is shown without its query, but what stands there may be repeated by a message. */
  readonly readAddress: (address: string | undefined) => void;
}

/** What is made once for all blocks of a thread; what they come to is taken out of it after each. */
export function createBlockOpener(setup: CheckSetup): (block: Block, plan: SourcePlan) => OpenBlock {
  const { spec, maxLine, books } = setup;
  const checkOf = createLineChecks(spec.lines, createFormTable(spec), books);
  const beginProvers = createProvers(maxLine);
  const ownersOf = createTopicOwners(spec.lines, checkOf);
  const lookalikeOf = createLookalikes(spec.lines, checkOf);
  const findings = createFindingCollector();
  const secrets = createSecretCollector();
  const log = createEventWriter();
  const record = createRecord();

  return ({ session: { connection, urls } }, plan) => {
    const session = { connection, urls: { ...urls } };
    const position = createPosition();
    const firstPushes = createFirstPushes(record);
    const provers = beginProvers(log, firstPushes.isFirst);
    return {
      setup,
      plan,
      format: FORMATS.find(({ name }) => name === plan.format) as CaptureFormat,
      session,
      record,
      position,
      connections: createConnections(plan, session.urls, checkOf),
      isUndecided: false,
      provers,
      textOf: createFrameText(),
      ownersOf,
      lookalikeOf,
      counts: createBlockCounts(),
      forms: createFormResults(),
      findings,
      secrets,
      events: createBlockEvents({ events: log, provers, record, position, firstPushes }),
      log,
      readAddress: createAddresses(secrets, Object.values(session.urls)),
    };
  };
}

/** Each address is read once. */
function createAddresses(secrets: SecretCollector, first: readonly string[]): (address: string | undefined) => void {
  const read = new Set<string>();
  let last: string | undefined;
  const readAddress = (address: string | undefined): void => {
    if (address === undefined || address === last) return;
    last = address;
    if (!read.has(address)) secrets.text(address);
    read.add(address);
  };
  for (const address of first) readAddress(address);
  return readAddress;
}
