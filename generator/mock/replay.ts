/** Plays a capture to one client, from its first frame: what it subscribed to, at the pace of the recording. */

import type { CapturedFrame } from "../capture/read-frames.js";
import type { RoutedFrame } from "../spec/routes.js";
import type { Session } from "./session-types.js";

export interface ReplayOptions {
  readonly frames: () => AsyncIterable<CapturedFrame>;
  /** Of the line that the client speaks. */
  readonly route: (text: string) => RoutedFrame;
  /** 1: as recorded; 10: ten times as fast; infinite: as fast as the client reads. */
  readonly speed: number;
}

/** Above this the client is slower than the replay. */
const MAX_BACKLOG = 1024 * 1024;

export async function replayTo(session: Session, { frames, route, speed }: ReplayOptions): Promise<void> {
  let start: { readonly recorded: number; readonly real: number } | undefined;
  let count = 0;
  for await (const { text, direction, time } of frames()) {
    if (!session.open) return;
    if (direction === "sent") continue;
    const frame = route(text);
    if (frame.kind !== "push") continue;
    if (time !== undefined && Number.isFinite(speed)) {
      start ??= { recorded: time, real: Date.now() };
      const wait = (time - start.recorded) / speed - (Date.now() - start.real);
      if (wait > 1) await sleep(wait);
    }
    while (session.open && session.backlog > MAX_BACKLOG) await sleep(1);
    count += 1;
    // Others have their turn.
    if (count % 64 === 0) await new Promise((resolve) => setImmediate(resolve));
    if (session.open && session.wants(frame.topic, frame.topicText, frame.message)) session.push(text);
  }
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
