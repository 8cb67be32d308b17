/**
 * WebSockets between a client and a mock exchange of the same process: no network, but what a network does. Frames take their time, arrive in
 * their order, and wait where nobody reads; a closing handshake is answered by the other side, a broken connection is not.
 */

import type { Exchange } from "../../generator/mock/exchange.js";
import type { ServerSocket } from "../../generator/mock/session-types.js";
import type { Socket, WebSocketConstructor } from "../../templates/runtime/platform.js";

/** From one side to the other, ms. */
const LATENCY_MS = 1;

type Signal =
  | { readonly kind: "frame"; readonly text: string }
  | { readonly kind: "close"; readonly code: number; readonly reason: string }
  /** The connection is broken. Whoever does not read hears of it all the same. */
  | { readonly kind: "reset" };

/** One side of a connection. */
class Side {
  peer: Side | undefined;
  state: "open" | "closing" | "closed" = "open";
  #isPaused = false;
  #unread: Signal[] = [];

  constructor(
    readonly onFrame: (text: string) => void,
    readonly onClose: (code: number, reason: string) => void,
  ) {}

  send(text: string): void {
    if (this.state === "open") this.#signal({ kind: "frame", text });
  }

  close(code: number, reason: string): void {
    if (this.state !== "open") return;
    this.state = "closing";
    this.#signal({ kind: "close", code, reason });
  }

  terminate(): void {
    if (this.state === "closed") return;
    this.#signal({ kind: "reset" });
    this.#end(1006, "");
  }

  pause(): void {
    this.#isPaused = true;
  }

  resume(): void {
    this.#isPaused = false;
    for (const signal of this.#unread.splice(0)) this.receive(signal);
  }

  #signal(signal: Signal): void {
    setTimeout(() => this.peer?.receive(signal), LATENCY_MS);
  }

  /** From the peer. */
  receive(signal: Signal): void {
    if (this.state === "closed") return;
    if (signal.kind === "reset") this.#end(1006, "");
    else if (this.#isPaused) this.#unread.push(signal);
    else if (signal.kind === "frame") this.onFrame(signal.text);
    else {
      this.close(signal.code, signal.reason);
      this.#end(signal.code, signal.reason);
    }
  }

  #end(code: number, reason: string): void {
    this.state = "closed";
    this.onClose(code, reason);
  }
}

/** A class for the client's option `WebSocket`; the host of its URLs does not matter. */
export function connectTo(exchange: Exchange): WebSocketConstructor {
  return class MemorySocket implements Socket {
    binaryType = "blob";
    onopen: Socket["onopen"] = null;
    onmessage: Socket["onmessage"] = null;
    onerror: Socket["onerror"] = null;
    onclose: Socket["onclose"] = null;
    readonly #side = new Side(
      (data) => this.onmessage?.({ data }),
      (code, reason) => this.onclose?.({ code, reason }),
    );

    constructor(url: string) {
      const { pathname, search } = new URL(url);
      setTimeout(() => this.#connect(`${pathname}${search}`), LATENCY_MS);
    }

    #connect(path: string): void {
      if (this.#side.state !== "open") return;
      const admission = exchange.admit(path);
      if (admission.kind === "admitted") {
        exchange.connect(admission.entrance, acceptFrom(this.#side));
        setTimeout(() => this.#side.state === "open" && this.onopen?.(), LATENCY_MS);
      } else {
        this.onerror?.({ message: `Unexpected server response: ${admission.status}` });
        this.#side.terminate();
      }
    }

    send(text: string): void {
      this.#side.send(text);
    }
    close(code = 1000, reason = ""): void {
      this.#side.close(code, reason);
    }
    terminate(): void {
      this.#side.terminate();
    }
    pause(): void {
      this.#side.pause();
    }
    resume(): void {
      this.#side.resume();
    }
  };
}

function acceptFrom(client: Side): ServerSocket {
  const listeners: Record<string, (data: Buffer) => void> = {};
  const closeListeners: (() => void)[] = [];
  const side = new Side(
    (text) => listeners.message?.(Buffer.from(text)),
    () => {
      for (const listener of closeListeners) listener();
    },
  );
  side.peer = client;
  client.peer = side;
  return {
    get readyState() {
      return side.state === "open" ? 1 : 3;
    },
    OPEN: 1,
    bufferedAmount: 0,
    on(event: string, listener: (data: Buffer) => void) {
      if (event === "close") closeListeners.push(listener as () => void);
      else listeners[event] = listener;
    },
    send: (text) => side.send(text),
    close: (code, reason) => side.close(code, reason),
    terminate: () => side.terminate(),
    pause: () => side.pause(),
    // Pings of the protocol are a matter of real sockets.
    pong: () => undefined,
  };
}
