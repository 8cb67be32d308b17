/** Frames of the made-up lines: what each is, as their line files and schemas say. */

export interface FrameCase {
  readonly line: "shop" | "pair" | "mart" | "zero";
  readonly connection: string;
  readonly rule: string;
  readonly text: string;
  /** Members of what `parseFrame` gives. */
  readonly frame: Readonly<Record<string, unknown>>;
  readonly valid: boolean;
  /** What recognisers prove of its bytes; absent: nothing, somebody has to parse. */
  readonly proven?: string;
}

const push = (
  topic: string,
  form: string,
): { readonly kind: "push"; readonly topic: string; readonly form: string } => ({
  kind: "push",
  topic,
  form,
});
const unknown = (reason: string): FrameCase["frame"] => ({ kind: "unknown", reason });
const reply = (kind: string, name: string): FrameCase["frame"] => ({ kind, reply: name });

/** What is valid and written plainly is proven. */
const shop = (rule: string, text: string, frame: FrameCase["frame"], proven?: string): FrameCase => ({
  line: "shop",
  connection: "public",
  rule,
  text,
  frame,
  valid: proven !== undefined,
  ...(proven !== undefined && { proven }),
});
const asked = (each: FrameCase): FrameCase => {
  const { proven: _, ...others } = each;
  return { ...others, valid: true };
};
const pair = (
  connection: string,
  rule: string,
  text: string,
  frame: FrameCase["frame"],
  proven?: string,
): FrameCase => ({
  ...shop(rule, text, frame, proven),
  line: "pair",
  connection,
});

const mart = (...[connection, rule, text, frame, proven]: Parameters<typeof pair>): FrameCase => ({
  ...pair(connection, rule, text, frame, proven),
  line: "mart",
});

const LEVELS = '"data":{"b":[["1.5","2"]],"a":[],"u":7}';
const DELTA = '"type":"delta","seq":2,"data":{"gone":[],"changed":[{"price":"1.5","side":"Buy","size":2}],"fresh":[]}';
const TRADE = '{"price":"1.5","buyer":true}';

export const FRAMES: readonly FrameCase[] = [
  mart(
    "near",
    "a topic on one of its connections",
    `{"topic":"book.BTC","type":"delta",${LEVELS}}`,
    { ...push("ladder", "delta"), connection: "near" },
    "ladder/delta",
  ),
  mart(
    "far",
    "the same topic on another one",
    `{"topic":"book.BTC","type":"snapshot",${LEVELS}}`,
    { ...push("ladder", "snapshot"), connection: "far" },
    "ladder/snapshot",
  ),
  mart(
    "account",
    "a topic where it is not pushed",
    `{"topic":"book.BTC","type":"delta",${LEVELS}}`,
    unknown("unknown-topic"),
  ),
  mart(
    "near",
    "a text that is a topic of two connections, on the first",
    '{"topic":"quote.BTC","type":"x","data":{"bid":"1"}}',
    { ...push("quote", "push"), connection: "near" },
    "quote/push",
  ),
  mart(
    "far",
    "a text that is a topic of two connections, on the second",
    '{"topic":"quote.BTC","type":"x","data":{"symbol":"BTC","yield":"1"}}',
    { ...push("farQuote", "push"), connection: "far" },
    "farQuote/push",
  ),
  mart(
    "far",
    "a message of the other connection's topic of that text",
    '{"topic":"quote.BTC","type":"x","data":{"bid":"1"}}',
    { ...push("farQuote", "push"), connection: "far" },
  ),
  mart(
    "near",
    "what a reply is told by, besides a member that the form describes",
    '{"topic":"quote.BTC","type":"DONE","ok":true,"data":{"bid":"1"}}',
    reply("ack", "lists"),
  ),
  mart("near", "a reply wherever it comes", '{"ok":true,"id":"1"}', reply("ack", "ack"), "ack"),
  mart(
    "far",
    "a slot's value that another connection does not take",
    '{"topic":"depth.25.BTC","data":["1.5"]}',
    { ...push("depth", "push"), connection: "far" },
    "depth/push",
  ),
  mart(
    "near",
    "a slot's value that two connections take",
    '{"topic":"depth.50.BTC","data":["1.5"]}',
    { ...push("depth", "push"), connection: "near" },
    "depth/push",
  ),
  mart(
    "near",
    "a slot's value that only another connection takes",
    '{"topic":"depth.25.BTC","data":["1.5"]}',
    unknown("unknown-topic"),
  ),
  mart("account", "a topic that is subscribed to and pushes nothing", '{"topic":"guard.1"}', unknown("unknown-topic")),
  {
    ...shop("a push of a line without replies", '{"topic":"tick.BTC","x":1}', push("tick", "push"), "tick/push"),
    line: "zero",
  },
  { ...shop("what would be a reply elsewhere", '{"op":"pong"}', unknown("no-topic")), line: "zero" },

  shop(
    "a form by its value",
    `{"topic":"levels.BTC",${DELTA}}`,
    { ...push("levels", "delta"), slots: { symbol: "BTC" }, topicText: "levels.BTC", connection: "public" },
    "levels/delta",
  ),
  shop(
    "another form by its value, which is not its name",
    '{"topic":"levels.BTC","type":"snap","seq":1,"data":[]}',
    push("levels", "snapshot"),
    "levels/snapshot",
  ),
  shop(
    "a form by its name, where the value is another",
    '{"topic":"levels.BTC","type":"snapshot","seq":1,"data":[]}',
    unknown("unknown-form"),
  ),
  shop("a form without the discriminator", '{"topic":"levels.BTC","seq":1,"data":[]}', unknown("unknown-form")),
  shop(
    "a member of the wrong type",
    '{"topic":"levels.BTC","type":"snap","seq":"1","data":[]}',
    push("levels", "snapshot"),
  ),
  shop(
    "a member of another form",
    '{"topic":"levels.BTC","type":"snap","seq":1,"data":{}}',
    push("levels", "snapshot"),
  ),
  shop(
    "a topic that is not the first member",
    `{${DELTA},"topic":"levels.BTC"}`,
    push("levels", "delta"),
    "levels/delta",
  ),
  shop(
    "a topic in front of members that nobody describes",
    `{"topic":"levels.BTC","x":[1,{"y":null}],${DELTA}}`,
    push("levels", "delta"),
    "levels/delta",
  ),
  shop(
    "an open slot of one character",
    '{"topic":"levels.B","type":"snap","seq":1,"data":[]}',
    push("levels", "snapshot"),
    "levels/snapshot",
  ),
  shop("an open slot of nothing", '{"topic":"levels.","type":"snap","seq":1,"data":[]}', unknown("unknown-topic")),
  shop("a slot with a dot", '{"topic":"levels.B.C","type":"snap","seq":1,"data":[]}', unknown("unknown-topic")),
  shop(
    "a topic that begins like another",
    '{"topic":"level","type":"snap","seq":1,"data":[]}',
    unknown("unknown-topic"),
  ),
  shop("a topic that goes on", '{"topic":"positions","type":"delta","data":{"update":[]}}', unknown("unknown-topic")),
  shop(
    "a topic without slots",
    '{"topic":"position","type":"delta","data":{"update":[{"symbol":"B","size":1}]}}',
    push("position", "delta"),
    "position/delta",
  ),
  shop(
    "a snapshot of it",
    '{"topic":"position","type":"snapshot","data":{"result":[]}}',
    push("position", "snapshot"),
    "position/snapshot",
  ),
  shop(
    "the first of two patterns",
    '{"topic":"order","data":[{"id":"a","status":null}]}',
    { ...push("order", "push"), slots: {} },
    "order/push",
  ),
  shop(
    "the second of two patterns",
    '{"topic":"order.BTC","data":[{"id":"a","status":1}]}',
    { ...push("order", "push"), slots: { symbol: "BTC" } },
    "order/push",
  ),
  asked(
    shop("a number that may be a reply's", '{"topic":"candle.60.BTC","data":[]}', {
      ...push("candle", "push"),
      slots: { interval: "60", symbol: "BTC" },
    }),
  ),
  shop("a value that its slot does not have", '{"topic":"candle.6.BTC","data":[]}', unknown("unknown-topic")),
  shop(
    "a push that a reply is told by first",
    '{"topic":"candle.1.BTC","data":[],"code":10}',
    reply("error", "limit"),
    "limit",
  ),
  shop(
    "a list, told by its first item",
    '[{"e":"account","balance":"1"},{"e":"other","balance":"2"}]',
    push("account", "push"),
    "account/push",
  ),
  shop(
    "a list of which the first item names nothing",
    '[{"balance":"1"},{"e":"account","balance":"2"}]',
    unknown("no-topic"),
  ),
  shop("an item alone, where the schema has a list", '{"e":"account","balance":"1"}', push("account", "push")),
  shop("an empty list", "[]", unknown("not-an-object")),
  shop("a list of no objects", "[1]", unknown("not-an-object")),
  shop("an object of nothing", "{}", unknown("no-topic")),
  shop("a topic that is no text", '{"topic":1}', unknown("no-topic")),
  asked(
    shop(
      "a topic that is named twice, of which a parser takes the last",
      '{"topic":"levels.BTC","topic":"position","type":"delta","data":{"update":[]}}',
      push("position", "delta"),
    ),
  ),
  asked(
    shop(
      "blanks between tokens",
      '{ "topic": "position", "type":"delta","data":{"update":[]}}',
      push("position", "delta"),
    ),
  ),
  asked(
    shop(
      "a blank behind the frame",
      '{"topic":"position","type":"delta","data":{"update":[]}} ',
      push("position", "delta"),
    ),
  ),
  asked(
    shop(
      "a blank before the frame",
      ' {"topic":"position","type":"delta","data":{"update":[]}}',
      push("position", "delta"),
    ),
  ),
  asked(
    shop(
      "a blank within a list",
      '{"topic":"position","type":"delta","data":{"update":[ ]}}',
      push("position", "delta"),
    ),
  ),
  asked(shop("a blank behind the bracket", '[ {"e":"account","balance":"1"}]', push("account", "push"))),
  asked(shop("a blank within a reply", '{"op" :"pong"}', reply("pong", "pong"))),
  shop("no JSON", `{"topic":"levels.BTC",${DELTA}`, unknown("not-json")),
  shop("JSON with something behind it", `{"topic":"levels.BTC",${DELTA}}}`, unknown("not-json")),

  shop("a reply by a text", '{"op":"pong","time":5}', reply("pong", "pong"), "pong"),
  shop("a reply by a member that is not the first", '{"time":5,"op":"pong"}', reply("pong", "pong"), "pong"),
  shop("a text that goes on", '{"op":"pongs"}', unknown("no-topic")),
  shop("a text that is shorter", '{"op":"pon"}', unknown("no-topic")),
  shop("a text of the same length", '{"op":"pong_"}', unknown("no-topic")),
  shop("another value of the same length", '{"op":"ping"}', unknown("no-topic")),
  shop("a reply that is not what it should be", '{"op":"pong","time":"5"}', reply("pong", "pong")),
  shop(
    "a push of which a member tells a reply",
    '{"topic":"order","op":"pong","data":[]}',
    reply("pong", "pong"),
    "pong",
  ),
  asked(
    shop(
      "a push with a member by which a reply could be told, and is not",
      '{"topic":"order","op":"x","data":[]}',
      push("order", "push"),
    ),
  ),
  shop(
    "a reply by a member of a member",
    '{"success":true,"request":{"op":"auth"}}',
    reply("auth", "auth-reply"),
    "auth-reply",
  ),
  shop(
    "the first reply that fits, though a later one does too",
    '{"success":false,"request":{"op":"auth"}}',
    reply("auth", "auth-reply"),
    "auth-reply",
  ),
  shop(
    "a reply by false",
    '{"success":false,"ret_msg":"no","request":{"op":"subscribe"}}',
    reply("error", "failure"),
    "failure",
  ),
  shop("false as text", '{"success":"false"}', unknown("no-topic")),
  shop(
    "a reply by true and by a member that may be anything",
    '{"success":true,"request":{"op":"subscribe","args":["a"]}}',
    reply("ack", "ack"),
    "ack",
  ),
  shop("anything that is not what it should be", '{"success":true,"request":{"op":1}}', reply("ack", "ack")),
  shop("true alone, where a member is demanded besides", '{"success":true}', unknown("no-topic")),
  shop("true, and the member one level too high", '{"success":true,"op":"subscribe","request":1}', unknown("no-topic")),
  shop("a reply by null", '{"result":null}', reply("ack", "nothing"), "nothing"),
  shop("null as text", '{"result":"null"}', unknown("no-topic")),
  shop("a reply by a number", '{"code":10,"ret_msg":"slow down"}', reply("error", "limit"), "limit"),
  shop("a number that goes on", '{"code":100}', unknown("no-topic")),
  shop("a number that goes on behind a point", '{"code":10.5}', unknown("no-topic")),
  shop("a number that is shorter", '{"code":1}', unknown("no-topic")),
  shop("a number of the same length", '{"code":11}', unknown("no-topic")),
  shop("the number with a sign", '{"code":-10}', unknown("no-topic")),
  shop("the number as text", '{"code":"10"}', unknown("no-topic")),
  asked(shop("the number written in another way", '{"code":1e1}', reply("error", "limit"))),
  asked(shop("the number with a fraction of nothing", '{"code":10.0}', reply("error", "limit"))),
  asked(
    shop(
      "a member that comes twice, of which a parser takes the last",
      '{"op":"ping","op":"pong"}',
      reply("pong", "pong"),
    ),
  ),

  pair(
    "v1",
    "a topic of one connection",
    `{"topic":"trade","symbol":"B","data":[${TRADE}]}`,
    { ...push("trade", "push"), connection: "v1" },
    "v1/trade/push",
  ),
  pair(
    "v2",
    "the topic of the same name on another",
    `{"topic":"trade","params":{"symbol":"B"},"data":${TRADE}}`,
    { ...push("trade", "push"), connection: "v2" },
    "v2/trade/push",
  ),
  pair("v2", "a message of the one on the other", `{"topic":"trade","symbol":"B","data":[${TRADE}]}`, {
    ...push("trade", "push"),
    connection: "v2",
  }),
  pair(
    "private",
    "a topic of other connections",
    `{"topic":"trade","symbol":"B","data":[${TRADE}]}`,
    unknown("unknown-topic"),
  ),
  pair(
    "v2",
    "lists of two texts",
    '{"topic":"depth","params":{"symbol":"B"},"f":true,"data":{"b":[["1","2"]],"a":[]}}',
    push("depth", "push"),
    "v2/depth/push",
  ),
  pair(
    "v2",
    "a list of three texts, where there are two",
    '{"topic":"depth","params":{"symbol":"B"},"f":true,"data":{"b":[["1","2","3"]],"a":[]}}',
    push("depth", "push"),
  ),
  pair(
    "v1",
    "a topic that another connection has",
    '{"topic":"depth","params":{"symbol":"B"},"f":true,"data":{"b":[],"a":[]}}',
    unknown("unknown-topic"),
  ),
  pair(
    "private",
    "a list of events",
    '[{"e":"ticket","id":"1"}]',
    { ...push("ticket", "push"), connection: "private" },
    "private/ticket/push",
  ),
  pair("v1", "a list of events of another connection", '[{"e":"ticket","id":"1"}]', unknown("unknown-topic")),
  pair("v1", "a reply by its member", '{"pong":5}', reply("pong", "pong"), "pong"),
  pair(
    "v1",
    "a reply by the text of a number",
    '{"topic":"trade","event":"sub","code":"0"}',
    reply("ack", "ack"),
    "ack",
  ),
  pair("v1", "any other text", '{"topic":"trade","event":"sub","code":"00"}', reply("error", "refusal"), "refusal"),
  pair("v1", "an empty text", '{"code":""}', reply("error", "refusal"), "refusal"),
  pair("v1", "the number, where the text is demanded", '{"code":0}', reply("error", "refusal")),
];
