/** What users of the mock exchange see of its connections. Apart from their making, so that no types of a WebSocket package are needed to read it. */

import type { LineSpec } from "../spec/spec.js";

export interface MockCredentials {
  readonly apiKey: string;
  /** For lines that sign by HMAC. */
  readonly secret: string;
  /** For lines that sign by Ed25519: PKCS#8 in base64. */
  readonly privateKey: string;
}

/** A frame on the wire, seen from the exchange. */
export interface LoggedFrame {
  readonly line: string;
  readonly connection: string;
  /** Number of the connection, from 1. */
  readonly session: number;
  readonly direction: "received" | "sent";
  readonly text: string;
  /** A push, as against an answer. */
  readonly push: boolean;
  /** The fault that made or changed it. */
  readonly fault?: string;
}

/** The exchange's end of a WebSocket: the part of the `ws` package's class that is used. */
export interface ServerSocket {
  readonly readyState: number;
  /** The state in which it can send. */
  readonly OPEN: number;
  /** Bytes that wait for the network. */
  readonly bufferedAmount: number;
  on(event: "message", listener: (data: Buffer) => void): unknown;
  on(event: "ping", listener: (data: Buffer) => void): unknown;
  on(event: "close" | "error", listener: () => void): unknown;
  send(text: string): void;
  /** Answers a ping of the WebSocket protocol. */
  pong(data: Buffer): void;
  close(code: number, reason: string): void;
  terminate(): void;
  /** Stops reading. */
  pause(): void;
}

export interface Session {
  readonly line: LineSpec;
  readonly connection: string;
  readonly number: number;
  /** The subscriptions, as they were asked for. */
  subscriptions(): string[];
  /** Is the client subscribed to what this push carries? */
  wants(topic: string, topicText: string, message: unknown): boolean;
  /** The same of a topic as it was asked for, or as pushes name it. */
  covers(topicText: string, message: unknown): boolean;
  push(text: string): void;
  /** Bytes that wait for the network. */
  readonly backlog: number;
  readonly open: boolean;
  close(code: number, reason: string): void;
  terminate(): void;
}
