/** One shape, fresh or polluted, in a process of its own. Prints nanoseconds a message by candidate, median of interleaved rounds. */

import { candidatesOf } from "./candidates.mjs";
import { median } from "./harness.mjs";
import { messagesOf, mutate } from "./messages.mjs";

const [shape, state] = process.argv.slice(2);
const messages = messagesOf(shape, 500);
const candidates = Object.entries(await candidatesOf(shape));
if (state === "polluted") {
  for (const [, check] of candidates) for (let i = 0; i < 400; i += 1) check(mutate(messages[i % messages.length], i));
}
const rounds = new Map(candidates.map(([name]) => [name, []]));
let accepted = 0;
for (let round = 0; round < 41; round += 1) {
  for (const [name, check] of candidates) {
    const start = process.hrtime.bigint();
    let checked = 0;
    while (process.hrtime.bigint() - start < 4_000_000n) {
      for (const message of messages) accepted += check(message) ? 1 : 0;
      checked += messages.length;
    }
    // The first rounds compile.
    if (round > 5) rounds.get(name).push(Number(process.hrtime.bigint() - start) / checked);
  }
}
const figures = Object.fromEntries([...rounds].map(([name, values]) => [name, median(values)]));
// After timing, so that the caches were clean: everybody accepts the messages and refuses the same mutants.
const disagree = candidates.flatMap(([name, check]) => {
  const wrong = messages.filter((message) => !check(message)).length;
  const missed = Array.from({ length: 40 }, (_, i) => mutate(messages[i], i)).filter((mutant) => check(mutant)).length;
  return wrong > 0 || missed > 0 ? [`${name} refuses ${wrong} messages and accepts ${missed} of 40 mutants`] : [];
});
process.stdout.write(JSON.stringify({ figures, disagree, accepted: accepted > 0 }));
