/** All rules. Of those that speak of one kind of fact the first that applies decides; the last of them applies to the rest. */

import type { Rule } from "../rule.js";
import { accessChanged } from "./access-changed.js";
import { authenticationChanged } from "./authentication-changed.js";
import { authenticationMarginChanged } from "./authentication-margin-changed.js";
import { confidenceChanged } from "./confidence-changed.js";
import { connectionAdded } from "./connection-added.js";
import { connectionRemoved } from "./connection-removed.js";
import { connectionRenamed } from "./connection-renamed.js";
import { constraintAdded } from "./constraint-added.js";
import { constraintRemoved } from "./constraint-removed.js";
import { deprecated } from "./deprecated.js";
import { deprecationWithdrawn } from "./deprecation-withdrawn.js";
import { discriminatorChanged } from "./discriminator-changed.js";
import { endpointAdded } from "./endpoint-added.js";
import { endpointRemoved } from "./endpoint-removed.js";
import { enumListed } from "./enum-listed.js";
import { enumUnlisted } from "./enum-unlisted.js";
import { enumValueAdded } from "./enum-value-added.js";
import { enumValueRemoved } from "./enum-value-removed.js";
import { exampleChanged } from "./example-changed.js";
import { exclusiveAdded } from "./exclusive-added.js";
import { exclusiveRemoved } from "./exclusive-removed.js";
import { exportedTypeAdded } from "./exported-type-added.js";
import { exportedTypeRemoved } from "./exported-type-removed.js";
import { formAdded } from "./form-added.js";
import { formRemoved } from "./form-removed.js";
import { formRenamed } from "./form-renamed.js";
import { formValueChanged } from "./form-value-changed.js";
import { formatNarrowed } from "./format-narrowed.js";
import { formatWidened } from "./format-widened.js";
import { heartbeatChanged } from "./heartbeat-changed.js";
import { integerBecameSafe } from "./integer-became-safe.js";
import { integerBecameUnsafe } from "./integer-became-unsafe.js";
import { limitLowered } from "./limit-lowered.js";
import { limitRaised } from "./limit-raised.js";
import { lineAdded } from "./line-added.js";
import { lineRemoved } from "./line-removed.js";
import { listBoundsMoved } from "./list-bounds-moved.js";
import { listNarrowed } from "./list-narrowed.js";
import { listWidened } from "./list-widened.js";
import { memberBecameOptional } from "./member-became-optional.js";
import { memberBecameRequired } from "./member-became-required.js";
import { memberRemoved } from "./member-removed.js";
import { memberRenamed } from "./member-renamed.js";
import { optionalMemberAdded } from "./optional-member-added.js";
import { overlayAppliesAgain } from "./overlay-applies-again.js";
import { overlayBecameStale } from "./overlay-became-stale.js";
import { overlayChanged } from "./overlay-changed.js";
import { packageRenamed } from "./package-renamed.js";
import { pingIntervalLonger } from "./ping-interval-longer.js";
import { pingIntervalShorter } from "./ping-interval-shorter.js";
import { protocolAdded } from "./protocol-added.js";
import { protocolChanged } from "./protocol-changed.js";
import { pushIntervalChanged } from "./push-interval-changed.js";
import { pushedTopicAdded } from "./pushed-topic-added.js";
import { pushedTopicRemoved } from "./pushed-topic-removed.js";
import { replyAdded } from "./reply-added.js";
import { replyMatchChanged } from "./reply-match-changed.js";
import { replyRemoved } from "./reply-removed.js";
import { replyRenamed } from "./reply-renamed.js";
import { requestedTopicAdded } from "./requested-topic-added.js";
import { requestedTopicRemoved } from "./requested-topic-removed.js";
import { requiredMemberAdded } from "./required-member-added.js";
import { scaleChanged } from "./scale-changed.js";
import { silenceLimitLonger } from "./silence-limit-longer.js";
import { silenceLimitShorter } from "./silence-limit-shorter.js";
import { slotClosed } from "./slot-closed.js";
import { slotOpened } from "./slot-opened.js";
import { slotValueAdded } from "./slot-value-added.js";
import { slotValueRemoved } from "./slot-value-removed.js";
import { sourceMoved } from "./source-moved.js";
import { stateRuleAdded } from "./state-rule-added.js";
import { stateRuleChanged } from "./state-rule-changed.js";
import { stateRuleRemoved } from "./state-rule-removed.js";
import { topicAdded } from "./topic-added.js";
import { topicConnectionAdded } from "./topic-connection-added.js";
import { topicConnectionRemoved } from "./topic-connection-removed.js";
import { topicMemberChanged } from "./topic-member-changed.js";
import { topicRemoved } from "./topic-removed.js";
import { topicRenamed } from "./topic-renamed.js";
import { tupleLengthChanged } from "./tuple-length-changed.js";
import { typeChanged } from "./type-changed.js";
import { typeNarrowed } from "./type-narrowed.js";
import { typeRestated } from "./type-restated.js";
import { typeWidened } from "./type-widened.js";
import { unitChanged } from "./unit-changed.js";
import { unitStated } from "./unit-stated.js";
import { wordsChanged } from "./words-changed.js";

export const RULES: readonly Rule[] = [
  packageRenamed,
  lineAdded,
  lineRemoved,
  connectionAdded,
  connectionRemoved,
  connectionRenamed,
  accessChanged,
  endpointAdded,
  endpointRemoved,
  authenticationMarginChanged,
  authenticationChanged,
  heartbeatChanged,
  pingIntervalShorter,
  pingIntervalLonger,
  silenceLimitShorter,
  silenceLimitLonger,
  limitLowered,
  limitRaised,
  protocolAdded,
  protocolChanged,
  topicAdded,
  topicRemoved,
  topicRenamed,
  pushedTopicAdded,
  pushedTopicRemoved,
  requestedTopicAdded,
  requestedTopicRemoved,
  slotValueAdded,
  slotValueRemoved,
  slotClosed,
  slotOpened,
  topicConnectionAdded,
  topicConnectionRemoved,
  topicMemberChanged,
  formAdded,
  formRemoved,
  formRenamed,
  discriminatorChanged,
  formValueChanged,
  stateRuleAdded,
  stateRuleRemoved,
  stateRuleChanged,
  pushIntervalChanged,
  exclusiveAdded,
  exclusiveRemoved,
  constraintAdded,
  constraintRemoved,
  replyAdded,
  replyRemoved,
  replyRenamed,
  replyMatchChanged,
  requiredMemberAdded,
  optionalMemberAdded,
  memberRemoved,
  memberRenamed,
  memberBecameRequired,
  memberBecameOptional,
  typeRestated,
  typeWidened,
  typeNarrowed,
  typeChanged,
  formatWidened,
  formatNarrowed,
  tupleLengthChanged,
  listWidened,
  listNarrowed,
  listBoundsMoved,
  enumListed,
  enumUnlisted,
  enumValueAdded,
  enumValueRemoved,
  unitChanged,
  unitStated,
  scaleChanged,
  integerBecameUnsafe,
  integerBecameSafe,
  deprecated,
  deprecationWithdrawn,
  exportedTypeAdded,
  exportedTypeRemoved,
  wordsChanged,
  sourceMoved,
  confidenceChanged,
  overlayChanged,
  overlayBecameStale,
  overlayAppliesAgain,
  exampleChanged,
];
