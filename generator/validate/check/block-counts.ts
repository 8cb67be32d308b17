/** What the frames of a block come to, whatever they are. */

import { addToTimeline, createTimeline, type Timeline } from "./timeline.js";

export interface BlockCounts {
  frames: number;
  bytes: number;
  /** Frames that the client sent. */
  sent: number;
  /** Records that are no frames. */
  others: number;
  /** Milliseconds since 1970 of the first and last frame that has a time. */
  firstTime: number | undefined;
  lastTime: number | undefined;
  readonly timeline: Timeline;
}

export const createBlockCounts = (): BlockCounts => ({
  frames: 0,
  bytes: 0,
  sent: 0,
  others: 0,
  firstTime: undefined,
  lastTime: undefined,
  timeline: createTimeline(),
});

/** Also of what is no message: its bytes count where it was read as text. */
export function countFrame(counts: BlockCounts, length: number): void {
  counts.frames += 1;
  counts.bytes += length;
}

/** Frames come in the order of the capture, whatever their times say. */
export function countTime(counts: BlockCounts, time: number | undefined): void {
  if (time === undefined) return;
  counts.firstTime ??= time;
  counts.lastTime = time;
}

/** `form`: its number, or what stands for its invalid messages. */
export function countInTime({ timeline }: BlockCounts, time: number | undefined, form: number): void {
  if (time !== undefined) addToTimeline(timeline, time, form);
}
