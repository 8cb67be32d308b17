/** A WebSocket class in the hands of a test: what the client does with a socket, and what the network does to it. */

import type { Socket } from "../../templates/runtime/platform.js";

export class FakeSocket implements Socket {
  binaryType = "blob";
  onopen: Socket["onopen"] = null;
  onmessage: Socket["onmessage"] = null;
  onerror: Socket["onerror"] = null;
  onclose: Socket["onclose"] = null;
  readonly sent: string[] = [];
  /** What it was asked to do, besides sending. */
  readonly asked: string[] = [];

  constructor(readonly url: string) {}

  send(text: string): void {
    this.sent.push(text);
  }
  close(code?: number): void {
    this.asked.push(code === undefined ? "close" : `close ${code}`);
  }
  terminate?(): void {
    this.asked.push("terminate");
  }
  pause(): void {
    this.asked.push("pause");
  }
  resume(): void {
    this.asked.push("resume");
  }
}

/** A class whose sockets the test gets to know. */
export function recordSockets<S extends FakeSocket>(
  Base: new (url: string) => S,
): { WebSocket: new (url: string) => S; sockets: S[] } {
  const sockets: S[] = [];
  const Recorded = Base as new (url: string) => FakeSocket;
  class Recorder extends Recorded {
    constructor(url: string) {
      super(url);
      sockets.push(this as unknown as S);
    }
  }
  return { WebSocket: Recorder as unknown as new (url: string) => S, sockets };
}
