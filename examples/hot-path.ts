/** Sorts frames without parsing those that are as documented: a recogniser proves them from their bytes. Reads a line a frame, prints a count. */

import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { parseFrame, validateFrame } from "@wireloom/bybit/linear";
import { loadRecogniser } from "@wireloom/bybit/linear/recognise-wasm";

const recognise = await loadRecogniser();
const counts = new Map<string, number>();
const count = (what: string): unknown => counts.set(what, (counts.get(what) ?? 0) + 1);

for await (const line of createInterface({ input: createReadStream(process.argv[2] ?? "/dev/stdin") })) {
  const bytes = Buffer.from(line);
  const proven = recognise(bytes, 0, bytes.length);
  if (proven !== undefined) {
    count(proven); // "trade/push": the bytes may go on as they are
    continue;
  }
  // What cannot be proven is parsed: it may be valid all the same, or says here what is wrong with it.
  const frame = parseFrame(line);
  const { valid } = validateFrame(frame);
  count(valid ? frame.kind : "invalid");
}
for (const [what, many] of [...counts].sort()) console.log(what, many);
