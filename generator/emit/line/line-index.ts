/** `index.ts` of a line: everything that its modules export. */

import type { LineSpec } from "../../spec/spec.js";
import { fileHeader, literal } from "../code.js";
import { sourceOf } from "./line-view.js";

export function emitIndex(line: LineSpec): string {
  const modules = [
    "./client.js",
    "./control.js",
    "./enums.js",
    "./frame.js",
    "./protocol.js",
    "./recognise.js",
    "./topics.js",
    "./validate.js",
    ...line.topics.map(({ modulePath }) => `./${modulePath}.js`),
  ];
  const shared = [
    'export { ClientError, type ClientErrorCode } from "../runtime/client-error.js";\n',
    'export type { ClientEvents, ClientOptions, ValidationOptions } from "../runtime/client.js";\n',
    'export type { ConnectionState, StateChange } from "../runtime/connection.js";\n',
    'export type { Live } from "../runtime/live.js";\n',
    'export type { Messages, MessagesOptions, WhenFull } from "../runtime/message-queue.js";\n',
    'export type { Level, OrderBook } from "../runtime/order-book.js";\n',
    'export type { Closed, ReconnectDecision, ReconnectOptions } from "../runtime/reconnect.js";\n',
    'export type { Records } from "../runtime/records.js";\n',
    'export type { UnknownFrame, UnknownReason } from "../runtime/frame.js";\n',
    'export type { Credentials, Signer } from "../runtime/signature.js";\n',
    'export type { ValidationIssue, ValidationResult, Validator } from "../runtime/validator.js";\n',
  ];
  return [fileHeader(sourceOf(line)), ...modules.map((path) => `export * from ${literal(path)};\n`), ...shared].join(
    "",
  );
}
