/** One test for each sink: its texts, one after the other, through the whole product. */

import { rmSync } from "node:fs";
import { afterAll, expect, it } from "vitest";
import { createCarrier } from "./carrier.js";
import { payloadsOf } from "./payloads.js";
import { createSandbox, pressCarrier, writeCarrier } from "./press.js";
import type { Sink } from "./sinks.js";

/** A sink takes a while on a machine that does other things as well. */
export const SINK_TIME = 60_000;

export function pressSinks(sinks: readonly Sink[]): void {
  const sandbox = createSandbox();
  afterAll(() => rmSync(sandbox.top, { recursive: true, force: true }));

  it("without hostile text there is a package", async () => {
    expect(writeCarrier(sandbox, createCarrier())).toBe(true);
    const { faults, generated } = await pressCarrier(sandbox, createCarrier());
    expect({ faults, generated }).toEqual({ faults: [], generated: true });
  });

  it.each(sinks.map(({ name, put }, index) => [name, put, index] as const))(
    "%s",
    async (_, put, index) => {
      for (const [name, text] of payloadsOf(index, sinks.length)) {
        const carrier = createCarrier();
        put(carrier, text);
        // Some names no file system holds.
        if (writeCarrier(sandbox, carrier)) expect((await pressCarrier(sandbox, carrier)).faults, name).toEqual([]);
      }
    },
    SINK_TIME,
  );
}
