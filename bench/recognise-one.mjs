/**
 * One shape in a process of its own: text in bytes, read by JSON.parse, by JSON.parse and our validator, and by our recogniser. Prints nanoseconds a
 * message, medians of interleaved rounds over 20,000 distinct messages: the same few again and again would flatter JSON.parse.
 */

import { messagesOfTopic } from "./feed.mjs";
import { median } from "./harness.mjs";

const TARGETS = {
  trade: ["linear", "trade", "trade.BTCUSDT"],
  book: ["linear", "orderBookL2_25", "orderBookL2_25.BTCUSDT"],
  execution: ["v5", "execution", "execution"],
  instrument: ["linear", "instrument_info", "instrument_info.100ms.BTCUSDT"],
};
const [lineName, topicName, topicText] = TARGETS[process.argv[2]];
const { texts } = messagesOfTopic(lineName, topicName, topicText);
const bytes = Buffer.from(`${texts.join("\n")}\n`);
const ends = [];
for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, end + 1)) ends.push(end);
const { parseFrame, validateFrame } = await import(`../generated/dist/${lineName}/index.js`);
const { recognise } = await import(`../generated/dist/${lineName}/recognise.js`);

const { loadRecogniser } = await import(`../generated/dist/${lineName}/recognise-wasm.js`);
const recogniseWasm = await loadRecogniser();
if (recogniseWasm === recognise) throw new Error("no WebAssembly here");

const each = (read) => () => {
  let accepted = 0;
  for (let index = 0, start = 0; index < ends.length; start = ends[index] + 1, index += 1)
    if (read(start, ends[index])) accepted += 1;
  if (accepted !== ends.length) throw new Error(`${accepted} of ${ends.length} accepted`);
};
const readers = {
  "JSON.parse": each((start, end) => JSON.parse(bytes.latin1Slice(start, end)) !== undefined),
  "JSON.parse, route, validate": each((start, end) => validateFrame(parseFrame(bytes.latin1Slice(start, end))).valid),
  recognise: each((start, end) => recognise(bytes, start, end) !== undefined),
  "recognise, WebAssembly": each((start, end) => recogniseWasm(bytes, start, end) !== undefined),
};
const rounds = new Map(Object.keys(readers).map((name) => [name, []]));
for (let round = 0; round < 15; round += 1) {
  for (const [name, run] of Object.entries(readers)) {
    const start = process.hrtime.bigint();
    run();
    // The first rounds compile.
    if (round > 3) rounds.get(name).push(Number(process.hrtime.bigint() - start) / ends.length);
  }
}
process.stdout.write(
  JSON.stringify({
    bytes: Math.round(bytes.length / ends.length),
    figures: Object.fromEntries([...rounds].map(([name, values]) => [name, median(values)])),
  }),
);
