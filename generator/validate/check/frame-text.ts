/** The text of bytes of a capture. */

import { isAscii, isUtf8 } from "node:buffer";
import { latin1 } from "../../capture/bytes.js";

/** Undefined for what is no UTF-8. */
export type ReadFrameText = (bytes: Buffer, start: number, end: number) => string | undefined;

/** How bytes are made text is decided once for all frames of a buffer: few hold anything but ASCII. */
export function createFrameText(): ReadFrameText {
  let decided: Buffer | undefined;
  let encoding: "latin1" | "utf8" | "mixed" = "mixed";
  return (bytes, start, end) => {
    if (bytes !== decided) {
      decided = bytes;
      encoding = isAscii(bytes) ? "latin1" : isUtf8(bytes) ? "utf8" : "mixed";
    }
    if (encoding === "latin1") return latin1(bytes, start, end);
    if (encoding === "mixed" && !isUtf8(bytes.subarray(start, end))) return undefined;
    return bytes.toString("utf8", start, end);
  };
}
