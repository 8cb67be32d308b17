/**
 * The exchange of `npm run bench:client`, in a process of its own: the mock's dialogue, then prepared messages as fast as the client reads them.
 * Arguments: line, topic, messages. Prints its URL, and stays until it is killed.
 */

import { startMock } from "../dist/generator/index.js";
import { messagesOfTopic } from "./feed.mjs";

const [line, topicName, topicText, connection, total] = process.argv.slice(2);
const { first, texts: messages } = messagesOfTopic(line, topicName, topicText);
const bytes = messages.reduce((sum, text) => sum + text.length, 0) / messages.length;
const mock = await startMock({ line, intervalMs: 0 });
process.stdout.write(`${JSON.stringify({ url: mock.url(connection), bytes })}\n`);

const HIGH = 4 * 1024 * 1024;
const served = new Set();
for (;;) {
  for (const session of mock.sessions()) {
    if (served.has(session) || session.subscriptions().length === 0) continue;
    served.add(session);
    void blast(session);
  }
  await new Promise((resolve) => setTimeout(resolve, 5));
}

async function blast(session) {
  for (let index = 0; index < Number(total) && session.open; index += 1) {
    if (index % 256 === 0) {
      do await new Promise((resolve) => setImmediate(resolve));
      while (session.open && session.backlog > HIGH);
    }
    // From the start again: with its snapshot, so that books fit.
    if (index % messages.length === 0) for (const text of first) session.push(text);
    session.push(messages[index % messages.length]);
  }
}
