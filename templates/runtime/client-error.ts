/** What a client rejects with or reports. The messages never carry a secret, a signature or an authentication reply. */

export type ClientErrorCode =
  /** The exchange refused the credentials, or they could not be signed. The connection is closed, unless a login has worked before: then it is tried again, slowly. */
  | "authentication"
  /** The exchange refused the subscription. */
  | "refused"
  /** No answer in time, or no connection: the message and `closed` say what stood behind it. */
  | "timeout"
  /** The client was closed, or the subscription ended, before the answer. */
  | "closed"
  /** A reader of `messages()` was too slow, and its policy is "error". */
  | "slow-reader"
  /** A message broke its type, and `validation.mode` is "throw". */
  | "invalid-message"
  /** A handler of the user threw; `cause` is what it threw. */
  | "handler";

/** How a connection ended, or an attempt to connect. */
export interface Closed {
  /** Close code; 1006 where the connection broke without one. */
  readonly code: number;
  /** As the server or the WebSocket class gave it. */
  readonly reason: string;
  /** HTTP status of a handshake that was refused, where the WebSocket class tells it: the one of `ws` does. */
  readonly status?: number;
  /** The server asked not to be asked again for so long, ms. Attempts keep to it. */
  readonly retryAfterMs?: number;
  /** The authentication failed: it was refused, or could not be signed. */
  readonly error?: ClientError;
}

export class ClientError extends Error {
  override readonly name: string = "ClientError";
  readonly code: ClientErrorCode;
  /** Name of the connection, where it is about one. */
  declare readonly connection?: string;
  /** The topic as it was asked for. */
  declare readonly topic?: string;
  /** What stood behind it, where it was an attempt to connect. */
  declare readonly closed?: Closed;

  constructor(
    code: ClientErrorCode,
    message: string,
    about: {
      readonly connection?: string;
      readonly topic?: string;
      readonly closed?: Closed | undefined;
      readonly cause?: unknown;
    } = {},
  ) {
    super(message, about.cause === undefined ? undefined : { cause: about.cause });
    this.code = code;
    if (about.connection !== undefined) this.connection = about.connection;
    if (about.topic !== undefined) this.topic = about.topic;
    if (about.closed !== undefined) this.closed = about.closed;
  }
}
