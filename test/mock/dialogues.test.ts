/** The mock exchange holds the documented dialogues: each request is answered as the page shows it, but for what differs every time. */

import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import WebSocket from "ws";
import { MOCK_CREDENTIALS, startMock } from "../../generator/commands/mock.js";
import { setAt } from "../../generator/mock/edit.js";
import type { Json } from "../../generator/schema/json-schema.js";
import type { Dialogues, DocumentedReply } from "../../generator/spec/dialogues.js";
import { createTemplateReader } from "../../generator/spec/read-request.js";
import { signedText } from "../../templates/runtime/signature.js";
import { loadLineSpec, loadPackage } from "../conformance/generated-package.js";
import { LINES, ROOT } from "../real-docs.js";

const dialoguesOf = (line: string): Dialogues =>
  JSON.parse(readFileSync(join(ROOT, "schemas", line, "dialogues.json"), "utf8")) as Dialogues;

/** What is sent, and the first answer to it. */
async function ask(url: string, request: Json, first: readonly Json[] = []): Promise<Json> {
  const socket = new WebSocket(url, { rejectUnauthorized: false });
  const messages: Json[] = [];
  return new Promise((resolve, reject) => {
    socket.on("error", reject);
    socket.on("open", () => {
      for (const message of [...first, request]) socket.send(JSON.stringify(message));
    });
    socket.on("message", (data) => {
      messages.push(JSON.parse(String(data)) as Json);
      // Nothing is pushed: mock has no interval.
      if (messages.length <= first.length) return;
      socket.close();
      resolve(messages.at(-1) as Json);
    });
  });
}

function signed(line: string, template: Json): Json {
  const expires = Date.now() + 60_000;
  const payload = signedText(loadLineSpec(line).file.authentication?.payload ?? "", MOCK_CREDENTIALS.apiKey, expires);
  const signature = createHmac("sha256", MOCK_CREDENTIALS.secret).update(payload).digest("hex");
  const text = JSON.stringify(template)
    .replace('"{apiKey}"', JSON.stringify(MOCK_CREDENTIALS.apiKey))
    .replace('"{expires}"', String(expires))
    .replace('"{signature}"', JSON.stringify(signature));
  return JSON.parse(text) as Json;
}

const AUTH: Json = { op: "auth", args: ["{apiKey}", "{expires}", "{signature}"] };

/** Without what is another value on each connection, or repeats a request that was signed now. */
function lasting(message: Json, { varies, kind, repeats }: DocumentedReply): Json {
  const copy = structuredClone(message);
  for (const pointer of [...varies, ...(kind === "auth" ? Object.keys(repeats) : [])]) setAt(copy, pointer, "varies");
  return copy;
}

/** An answer is the same for all connections, and the page shows it for a topic of one, or for a topic that no section documents. */
function onConnection<T>(value: T, from: Json, topics: readonly Json[]): T {
  const old = (from as { args?: Json[] }).args?.[0];
  const topic = (topics[0] as { args?: Json[] } | undefined)?.args?.[0];
  return typeof old === "string" && typeof topic === "string"
    ? (JSON.parse(JSON.stringify(value).replaceAll(JSON.stringify(old), JSON.stringify(topic))) as T)
    : value;
}

const schema = JSON.parse(readFileSync(join(ROOT, "schemas/dialogues.schema.json"), "utf8")) as object;

describe.each(LINES)("%s", (line) => {
  const { replies, pushes } = dialoguesOf(line);

  it("fits the published schema", () => {
    const validate = new Ajv2020({ strict: true }).compile(schema);
    expect([validate(dialoguesOf(line)), validate.errors]).toEqual([true, null]);
    expect(replies.length).toBeGreaterThan(0);
    expect(pushes.length).toBeGreaterThan(0);
  });

  it("every documented message is of its topic and form, or of its kind of reply", async () => {
    const { parseFrame } = await loadPackage(line);
    for (const { connections, message, form } of pushes)
      for (const connection of connections)
        expect(parseFrame(JSON.stringify(message), connection)).toMatchObject({ kind: "push", form });
    for (const { connections, message, reply, kind } of replies)
      for (const connection of connections)
        expect(parseFrame(JSON.stringify(message), connection)).toMatchObject({ kind, reply });
  });

  const { file } = loadLineSpec(line);
  const answered = replies.flatMap((reply) => reply.connections.map((connection) => ({ reply, connection })));
  /** A request of one version of a connection is none of another. */
  const isRequest = ({ reply, connection }: (typeof answered)[number]): boolean =>
    reply.kind !== "ack" ||
    file.subscription.form === "args" ||
    file.topics.some(
      (topic) =>
        topic.connection === connection &&
        topic.request !== undefined &&
        createTemplateReader(topic.request, {})(reply.request) !== undefined,
    );

  it.each(answered.filter(isRequest))(
    "answers as the page shows it: $reply.reply on $connection",
    async ({ reply, connection }) => {
      const mock = await startMock({ line, intervalMs: 0 });
      const topics = pushes.filter((push) => push.connections.includes(connection)).map(({ request }) => request);
      const isPrivate = file.connections[connection]?.access === "private";
      const first = isPrivate && reply.kind === "ack" ? [signed(line, AUTH)] : [];
      const documented = reply.kind === "ack" ? onConnection(reply, reply.request, topics) : reply;
      const request = reply.kind === "auth" ? signed(line, reply.request) : documented.request;
      const answer = await ask(mock.url(connection), request, first);
      await mock.close();
      expect(lasting(answer, reply)).toEqual(lasting(documented.message, reply));
    },
  );
});
