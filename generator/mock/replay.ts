/**
 * Plays a capture to one client, from its first frame: what it subscribed to, at the pace of the recording. Who subscribes later gets first what
 * was whole last: the snapshot of his topic.
 */

import type { CapturedFrame } from "../capture/read-frames.js";
import type { RoutedFrame } from "../spec/routes.js";
import { type Clock, REAL_CLOCK } from "./clock.js";
import type { Session } from "./session-types.js";

export interface ReplayOptions {
  readonly frames: () => AsyncIterable<CapturedFrame>;
  /** Of the line that the client speaks. */
  readonly route: (text: string) => RoutedFrame;
  /** 1: as recorded; 10: ten times as fast; infinite: as fast as the client reads. */
  readonly speed: number;
  readonly clock?: Clock;
}

export interface Replay {
  /** Until the capture or the connection ends. */
  readonly done: Promise<void>;
  /** The client has subscribed to something more. */
  catchUp(): void;
}

/** Above this the client is slower than the replay. */
const MAX_BACKLOG = 1024 * 1024;

type Push = Extract<RoutedFrame, { kind: "push" }>;

/** What a topic is now, as messages. */
interface Whole {
  readonly frame: Push;
  /** The last snapshot, and the changes since. */
  readonly texts: string[];
  characters: number;
  /** The client has it. */
  isHeld: boolean;
}

/** Longer than this is no begin for a late subscriber any more; he gets what comes. */
const MAX_CHARACTERS = 64 * 1024 * 1024;

export function startReplay(session: Session, options: ReplayOptions): Replay {
  const wholes = new Map<string, Whole>();
  return {
    done: play(session, options, wholes),
    catchUp() {
      for (const whole of wholes.values()) {
        const { topic, topicText, message } = whole.frame;
        const isWanted = session.wants(topic, topicText, message);
        if (isWanted && !whole.isHeld) for (const text of whole.texts) session.push(text);
        whole.isHeld = isWanted;
      }
    },
  };
}

async function play(
  session: Session,
  { frames, route, speed, clock = REAL_CLOCK }: ReplayOptions,
  wholes: Map<string, Whole>,
): Promise<void> {
  const begin = clock.now();
  let first: number | undefined;
  let count = 0;
  for await (const { text, direction, time } of frames()) {
    if (!session.open) return;
    if (direction === "sent") continue;
    const frame = route(text);
    if (frame.kind !== "push") continue;
    if (time !== undefined && Number.isFinite(speed)) {
      first ??= time;
      const wait = (time - first) / speed - (clock.now() - begin);
      if (wait > 1) await clock.wait(wait);
    }
    while (session.open && session.backlog > MAX_BACKLOG) await REAL_CLOCK.wait(1);
    count += 1;
    // Others have their turn.
    if (count % 64 === 0) await new Promise((resolve) => setImmediate(resolve));
    const isWanted = session.wants(frame.topic, frame.topicText, frame.message);
    remember(wholes, text, frame, isWanted);
    if (session.open && isWanted) session.push(text);
  }
}

function remember(wholes: Map<string, Whole>, text: string, frame: Push, isHeld: boolean): void {
  const key = `${frame.topic} ${frame.topicText}`;
  if (frame.form === "snapshot") {
    wholes.set(key, { frame, texts: [text], characters: text.length, isHeld });
    return;
  }
  const whole = wholes.get(key);
  if (!whole) return;
  whole.texts.push(text);
  whole.characters += text.length;
  whole.isHeld = isHeld;
  if (whole.characters > MAX_CHARACTERS) wholes.delete(key);
}
