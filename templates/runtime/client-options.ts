/** What a client is made with, and what it tells of. */

import type { AuthenticationOptions } from "./authentication.js";
import type { ClientError } from "./client-error.js";
import type { StateChange } from "./connection.js";
import type { ReplyKind, UnknownFrame } from "./frame.js";
import type { WebSocketConstructor } from "./platform.js";
import type { LineProtocol, TopicFacts } from "./protocol.js";
import type { ReconnectOptions } from "./reconnect.js";
import type { RenewalOptions } from "./renewal-budget.js";
import type { Credentials } from "./signature.js";
import type { ValidationIssue } from "./validator.js";

export interface ClientOptions<Frame, Network extends string = string, Keys extends Credentials = Credentials> {
  /** Default: the first that the line documents. */
  readonly network?: Network;
  /** The URL to connect to, instead of the documented one: a mock exchange, a proxy. */
  readonly url?: string | ((connection: string) => string);
  /** For private connections. */
  readonly credentials?: Keys;
  readonly authentication?: AuthenticationOptions;
  /**
   * Default: the platform's. Node 20 has none: pass the one of the `ws` package, which is the better choice for a server too. The platforms' own
   * cannot tell why a handshake failed (`closed.status`, `Retry-After`, a login by URL that was refused), and, but for the one of Bun, neither hold
   * back the network (`whenFull: "block"`) nor give up a socket whose other side is gone: Node 22 and 24 keep a process alive for it until TCP notices.
   */
  readonly WebSocket?: WebSocketConstructor;
  readonly heartbeat?: {
    /** A ping at least so often, ms. Default: the line's. */
    readonly intervalMs?: number;
    /** A ping as well when nothing came for this long, ms. Default 5,000. */
    readonly quietMs?: number;
    /** The connection is dead without a sign of life for this long after a ping, ms. Default 3,000: with `quietMs`, noticed within 8 s. */
    readonly timeoutMs?: number;
  };
  /** How often books and tables that were lost are asked for anew: for each, ten times at once, then ten times a minute. What lived for a while is free. */
  readonly renewals?: RenewalOptions;
  /** False: a connection that ends is not opened again. */
  readonly reconnect?: ReconnectOptions | false;
  /** For each handshake and for each answer of the exchange, ms. Default 10,000. */
  readonly timeoutMs?: number;
  readonly validation?: ValidationOptions<Frame>;
  /** Is shown every frame as it is on the wire, before anything is done with it: for recordings and for finding faults. */
  readonly tap?: (frame: TappedFrame) => void;
  /** Longer frames are not parsed but reported as unknown, in UTF-16 units. Default 16 million. */
  readonly maxFrameLength?: number;
  /** Closes the client. */
  readonly signal?: Signal;
}

/** A frame as it came or went. */
export interface TappedFrame {
  readonly connection: string;
  readonly direction: "in" | "out";
  /** As the socket hands it over: text, or bytes. */
  readonly data: unknown;
  /** When, since 1970, in nanoseconds: as exact as the platform's clock. It never goes back, also where the time of day is set. */
  readonly timeNs: bigint;
  /** It authenticates, or came before the answer to that, which may repeat it: nothing to be kept as it is. */
  readonly isSecret: boolean;
}

/** The part of an AbortSignal that is used. */
export interface Signal {
  readonly aborted: boolean;
  addEventListener(type: "abort", listener: () => void): void;
  removeEventListener(type: "abort", listener: () => void): void;
}

export interface ValidationOptions<Frame> {
  /** `validateFrame` of the line. Passed in, so that who does not validate does not load the validators. */
  readonly check: (frame: Frame) => { readonly valid: boolean; readonly issues?: readonly ValidationIssue[] };
  /** `report`: the event `invalid`, and the message goes its way. `throw`: it goes to nobody, and `messages()` of its topic throws. */
  readonly mode: "report" | "throw";
  /** Part of the messages that is checked, from 0 to 1. Default 1: all. */
  readonly sample?: number;
  /** What is otherwise for some topics, by their names: `{ trade: { sample: 0.1 }, order: { mode: "throw" } }`. */
  readonly topics?: Readonly<Record<string, { readonly mode?: "report" | "throw"; readonly sample?: number }>>;
  /** `recognise` of the line: messages that a socket hands over as bytes are proven from them, and `check` sees the others only. */
  readonly recognise?: (bytes: Uint8Array, start: number, end: number, connection: never) => string | undefined;
}

export interface ClientEvents<Frame> {
  /** A connection changed its state: every transition, and why. */
  readonly state: StateChange;
  /** A message that breaks its type. */
  readonly invalid: { readonly frame: Frame; readonly issues: readonly ValidationIssue[] };
  /** A frame that the line does not document. */
  readonly unknown: UnknownFrame & { readonly connection: string };
  /** Acknowledgements, pongs and errors, as they come. */
  readonly reply: Extract<Frame, { readonly kind: ReplyKind }>;
  /** A book or table does not fit its messages any more; it is subscribed to anew. */
  readonly gap: { readonly topic: string; readonly reason: string };
  /** A message was not delivered, because all that is in it came before: told where the documentation says what tells its records apart. */
  readonly repeated: { readonly topic: string };
  /** `messages()` threw one away. */
  readonly dropped: { readonly topic: string };
  /**
   * Whatever fails, whether somebody waits for it or not: a subscription that was refused or not answered, at first or again after a reconnect; a
   * login; a connection that is given up; a handler of yours that threw.
   */
  readonly error: ClientError;
}

export interface LineRuntime<Frame> {
  readonly protocol: LineProtocol;
  readonly topics: Readonly<Record<string, TopicFacts>>;
  readonly parse: (text: string, connection: string) => Frame;
}
