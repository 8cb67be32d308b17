/** What the clients of all lines share. It builds requests and routes frames; the socket is the caller's. */

import type { ReplyKind, UnknownFrame } from "./frame.js";
import { buildRequest, type JsonValue, type RequestTemplate } from "./request.js";
import { type Credentials, sign } from "./signature.js";
import type { ValidationIssue } from "./validator.js";

export interface ClientOptions<Frame> {
  /** Sends one text frame, e.g. `(text) => socket.send(text)`. */
  readonly send: (text: string) => void;
  /** `validateFrame` of the line: then a push that breaks its type goes to `onInvalid` and to no handler. */
  readonly validate?: (frame: Frame) => { readonly valid: boolean; readonly issues?: readonly ValidationIssue[] };
  readonly onInvalid?: (frame: Frame, issues: readonly ValidationIssue[]) => void;
  /** Acknowledgements, pongs, authentication answers and errors. */
  readonly onReply?: (frame: Extract<Frame, { readonly kind: ReplyKind }>) => void;
  /** Frames that the line does not document. */
  readonly onUnknown?: (frame: UnknownFrame) => void;
}

export interface AuthenticationProtocol {
  /** What is signed: `GET/realtime{expires}`. */
  readonly payload: string;
  /** How far ahead a signature expires, ms. */
  readonly marginMs: number;
  readonly request?: RequestTemplate;
  /** Appended to the URL by the query method. */
  readonly query?: string;
}

export interface AuthenticateOptions {
  /** Milliseconds since 1970 after which the signature is refused; default: now and the line's margin. */
  readonly expires?: number;
}

interface Push {
  readonly kind: "push";
  readonly topic: string;
  readonly topicText: string;
  readonly message: unknown;
}

interface Handler {
  readonly key: string;
  readonly covers: (frame: Push) => boolean;
  readonly handle: (message: never) => void;
}

export class ClientCore<Frame extends { readonly kind: string }> {
  readonly #parse: (text: string) => Frame;
  readonly #options: ClientOptions<Frame>;
  #handlers: readonly Handler[] = [];

  constructor(parse: (text: string) => Frame, options: ClientOptions<Frame>) {
    this.#parse = parse;
    this.#options = options;
  }

  send(template: RequestTemplate, values: Readonly<Record<string, JsonValue | undefined>>): void {
    this.#options.send(JSON.stringify(buildRequest(template, values)));
  }

  add(handler: Handler): void {
    this.#handlers = [...this.#handlers, handler];
  }

  /** Removes every handler of one subscription. */
  remove(key: string): void {
    this.#handlers = this.#handlers.filter((handler) => handler.key !== key);
  }

  removeAll(): void {
    this.#handlers = [];
  }

  /** Routes one received text frame and returns what it was. Handlers run before it returns, in the order of their subscription. */
  receive(text: string): Frame {
    const frame = this.#parse(text);
    const { validate, onInvalid, onReply, onUnknown } = this.#options;
    if (frame.kind === "unknown") {
      onUnknown?.(frame as unknown as UnknownFrame);
      return frame;
    }
    const result = validate?.(frame);
    if (result && !result.valid) {
      onInvalid?.(frame, result.issues ?? []);
      return frame;
    }
    if (frame.kind !== "push") {
      onReply?.(frame as Extract<Frame, { readonly kind: ReplyKind }>);
      return frame;
    }
    const push = frame as unknown as Push;
    for (const handler of this.#handlers) if (handler.covers(push)) handler.handle(push.message as never);
    return frame;
  }

  async authenticate(
    protocol: AuthenticationProtocol,
    credentials: Credentials,
    options: AuthenticateOptions,
  ): Promise<void> {
    const { request } = protocol;
    if (request === undefined) throw new TypeError("This line authenticates by the URL only.");
    const { expires, signature } = await signExpiry(protocol, credentials, options);
    this.send(request, { apiKey: credentials.apiKey, expires, signature });
  }
}

/** The query string of the query method, to be appended to the endpoint URL. */
export async function authenticationQuery(
  protocol: AuthenticationProtocol,
  credentials: Credentials,
  options: AuthenticateOptions,
): Promise<string> {
  const { expires, signature } = await signExpiry(protocol, credentials, options);
  const values: Readonly<Record<string, string>> = { apiKey: credentials.apiKey, expires: String(expires), signature };
  return (protocol.query ?? "").replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ""));
}

async function signExpiry(
  { payload, marginMs }: AuthenticationProtocol,
  { secret }: Credentials,
  options: AuthenticateOptions,
): Promise<{ expires: number; signature: string }> {
  const expires = options.expires ?? Date.now() + marginMs;
  return { expires, signature: await sign(payload.replace("{expires}", String(expires)), secret) };
}
