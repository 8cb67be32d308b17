/** `frame.ts`: parseFrame and the types of what it returns. */

import { docComment, fileHeader, literal } from "../../code/code.js";
import type { Json } from "../../schema/json-schema.js";
import { sourceOf } from "../../spec/line-view.js";
import { routesOf } from "../../spec/routes.js";
import type { LineSpec } from "../../spec/spec.js";
import { topicImports, union } from "./imports.js";

export function emitFrame(line: LineSpec): string {
  const replyTypes = line.replies.map(({ typeName }) => typeName).sort();
  const pushes = line.topics.flatMap((topic) =>
    topic.connections.flatMap((connection) =>
      topic.forms.map(({ name, typeName }) => {
        const parts = [literal(connection), literal(topic.name), literal(name), typeName];
        return `PushFrameOf<${parts.join(", ")}>`;
      }),
    ),
  );
  const replies = line.replies.map(
    ({ reply, typeName }) => `ReplyFrameOf<${literal(reply.kind)}, ${literal(reply.name)}, ${typeName}>`,
  );
  const connections = Object.keys(line.file.connections).map((name) => literal(name));
  return [
    fileHeader(sourceOf(line)),
    replyTypes.length > 0 ? `import type { ${replyTypes.join(", ")} } from "./control.js";\n` : "",
    topicImports(line, (topic) => topic.forms.map(({ typeName }) => typeName), "type"),
    'import type { LargeIntegers, WithLarge } from "../runtime/exact-json.js";\n',
    'import { createRouter, type ParseOptions, type PushFrameOf, type ReplyFrameOf, type UnknownFrame } from "../runtime/frame.js";\n\n',
    docComment("Connections of the line."),
    `export type Connection = ${union(connections)};\n\n`,
    docComment("A message of a topic. `topic`, then `form`, narrow the message."),
    `export type PushFrame = ${union(pushes)};\n\n`,
    docComment("What the server sends besides pushes."),
    `export type ReplyFrame = ${union(replies)};\n\n`,
    docComment("Whatever may come over a socket of this line."),
    "export type Frame = PushFrame | ReplyFrame | UnknownFrame;\n\n",
    `const route = createRouter(${literal(routesOf(line) as unknown as Json)});\n\n`,
    line.byConnection ? connectionParse(line) : PLAIN_PARSE,
  ].join("");
}

/** What both kinds of `parseFrame` promise. */
const TOTAL = "Says what a frame is. Total: text that is no JSON, or is not documented, comes back as `unknown`.";
const EXACT =
  'With `bigint`, integers beyond 2^53 - 1 are lossless: `true` gives a `bigint`, "text" the text of their digits.';

const PLAIN_PARSE = `${docComment(`${TOTAL} ${EXACT}`)}export function parseFrame<L extends LargeIntegers>(text: string, options: { readonly bigint: L }): WithLarge<Frame, L>;
export function parseFrame(text: string): Frame;
export function parseFrame(text: string, options?: ParseOptions): unknown {
  return route(text, undefined, options);
}
`;

function connectionParse(line: LineSpec): string {
  const names = Object.keys(line.file.connections).map((name) => literal(name));
  const why = `Several connections use the same topic names, so it has to know which one the frame came over: ${names.join(", ")}.`;
  return `${docComment("Frames that come over one connection.")}export type FrameOn<C extends Connection> = Extract<PushFrame, { readonly connection: C }> | ReplyFrame | UnknownFrame;

${docComment(`${TOTAL} ${EXACT} ${why}`)}export function parseFrame<C extends Connection, L extends LargeIntegers>(text: string, connection: C, options: { readonly bigint: L }): WithLarge<FrameOn<C>, L>;
export function parseFrame<C extends Connection>(text: string, connection: C): FrameOn<C>;
export function parseFrame(text: string, connection: Connection, options?: ParseOptions): unknown {
  return route(text, connection, options);
}
`;
}
