/** Which names the types of a package can have: those of enums and replies come from outside. */

/** What the modules of a line export themselves. */
const EXPORTED =
  "Topic TopicName Topics TopicMessages TopicPattern TopicSlots SubscribeTopic BookTopic RecordsTopic " +
  "RecordOf PayloadOf MessageOf FormMessages RequestParameters Frame FrameOn PushFrame ReplyFrame " +
  "UnknownFrame UnknownReason Connection ConnectionState StateChange Network Client ClientCore ClientError " +
  "ClientErrorCode ClientEvents ClientOptions ValidationOptions ValidationIssue ValidationResult Validator " +
  "Live Messages MessagesOptions WhenFull Level OrderBook Closed ReconnectDecision ReconnectOptions Records " +
  "Credentials Signer Recognised PushFrameOf ReplyFrameOf MemberOf RowOf FilledTopic SlotsOf";

/** What they use of the language. */
const LANGUAGE =
  "Array Boolean DataView Error Exclude Extract Function Infinity JSON Map NaN Number Object Omit Partial " +
  "Pick Promise RangeError Readonly Record Required Set String Symbol TypeError Uint8Array";

export const TAKEN_TYPE_NAMES: readonly string[] = [...EXPORTED.split(" "), ...LANGUAGE.split(" ")];

const taken = new Set(TAKEN_TYPE_NAMES.map((name) => name.toLowerCase()));

/** Letter case aside, because types that differ in nothing else would be read as one. */
export const isFreeTypeName = (name: string): boolean =>
  /^(?:[A-Z]|_\d)[A-Za-z0-9_]{0,199}$/.test(name) && !taken.has(name.toLowerCase());
