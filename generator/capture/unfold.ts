/** Through a stream of node:zlib, piece by piece: these streams throw away what they still hold when an error comes, so each piece is drained before the next. */

import type { Transform } from "node:stream";

/** At the end, what went wrong. What was unfolded before a wrong piece is handed out first. */
export async function* unfoldInPieces(
  stream: Transform,
  pieces: AsyncIterable<Buffer>,
): AsyncGenerator<Buffer, Error | undefined> {
  const output: Buffer[] = [];
  let failure: Error | undefined;
  stream.on("data", (bytes: Buffer) => output.push(bytes));
  const failed = new Promise<void>((resolve) => {
    stream.on("error", (error) => {
      failure = error;
      resolve();
    });
  });
  const ended = new Promise<void>((resolve) => stream.on("end", resolve));
  try {
    for await (const bytes of pieces) {
      const written = new Promise<void>((resolve) => {
        stream.write(bytes, () => resolve());
      });
      await Promise.race([written, failed]);
      yield* output.splice(0);
      if (failure !== undefined) return failure;
    }
    stream.end();
    await Promise.race([ended, failed]);
    yield* output.splice(0);
    return failure;
  } finally {
    stream.destroy();
  }
}
