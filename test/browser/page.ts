/** What runs in the browser: the generated clients with the browser's own WebSocket and WebCrypto. Bundled by browser.test.ts. */

import * as bybit from "@wireloom/bybit";
import { CopyTradingClient } from "@wireloom/bybit/copy-trading/client";
import { LinearClient } from "@wireloom/bybit/linear/client";
import { recognise as recogniseByScript } from "@wireloom/bybit/linear/recognise";
import { loadRecogniser } from "@wireloom/bybit/linear/recognise-wasm";
import { SpotClient } from "@wireloom/bybit/spot/client";
import { UsdcPerpetualClient } from "@wireloom/bybit/usdc-perpetual/client";
import { V5Client } from "@wireloom/bybit/v5/client";
import type { AnyClient } from "../client/clients.js";

export interface Job {
  readonly line: "copyTrading" | "linear" | "spot" | "usdcPerpetual" | "v5";
  /** URL by connection. */
  readonly urls: Readonly<Record<string, string>>;
  readonly subscriptions: readonly (readonly [string, ...unknown[]])[];
  readonly books: readonly (readonly [string, ...unknown[]])[];
}

export interface Outcome {
  /** Messages by subscription, in their order. */
  readonly counts: readonly number[];
  readonly books: readonly { readonly bids: number; readonly asks: number }[];
  readonly problems: readonly string[];
  readonly states: readonly string[];
}

const { copyTrading, linear, spot, usdcPerpetual, v5 } = bybit;
const LINES = {
  copyTrading: { Client: CopyTradingClient, check: copyTrading.validateFrame },
  linear: { Client: LinearClient, check: linear.validateFrame },
  spot: { Client: SpotClient, check: spot.validateFrame },
  usdcPerpetual: { Client: UsdcPerpetualClient, check: usdcPerpetual.validateFrame },
  v5: { Client: V5Client, check: v5.validateFrame },
} as const;

const until = async (holds: () => boolean): Promise<void> => {
  for (const end = Date.now() + 15_000; !holds() && Date.now() < end; )
    await new Promise((resolve) => setTimeout(resolve, 5));
};

/** Subscribes to everything, waits for messages before and after a reconnect, and closes. */
export async function runJob({ line, urls, subscriptions, books }: Job, reconnects: number): Promise<Outcome> {
  const Client = LINES[line].Client as unknown as new (options: unknown) => AnyClient;
  const client = new Client({
    url: (connection: string) => urls[connection],
    credentials: { apiKey: "mock-key", secret: "mock-secret" },
    validation: { check: LINES[line].check, mode: "throw" },
    reconnect: { initialMs: 5, maxMs: 20, stableMs: 0 },
  });
  const problems: string[] = [];
  const states: string[] = [];
  for (const event of ["invalid", "unknown", "error", "gap"])
    client.events.on(event, (value) => problems.push(`${event} ${JSON.stringify(value)}`));
  client.events.on("state", ({ connection, state }: { connection: string; state: string }) =>
    states.push(`${connection} ${state}`),
  );
  const counts = subscriptions.map(() => 0);
  const count = (index: number) => () => {
    counts[index] = (counts[index] ?? 0) + 1;
  };
  await Promise.all(subscriptions.map(([topic, ...rest], index) => client.subscribe(topic, ...rest, count(index))));
  await until(() => states.filter((state) => state.endsWith(" ready")).length >= reconnects);
  const followed = books.map(([topic, ...rest]) => client.book(topic, ...rest));
  await Promise.all(followed.map(({ ready }) => ready));
  const before = [...counts];
  await until(() => counts.every((value, index) => value >= (before[index] ?? 0) + 3));
  const seen = followed.map(({ current }) => ({ bids: current?.bids.length ?? 0, asks: current?.asks.length ?? 0 }));
  await client.unsubscribeAll();
  await client.close();
  return { counts, books: seen, problems, states };
}

/** What the recogniser of `linear` says of texts, and whether it is WebAssembly. */
export async function runRecogniser(texts: readonly string[]): Promise<{ compiled: boolean; said: unknown[] }> {
  const recognise = await loadRecogniser();
  const said = texts.map((text) => {
    const bytes = new TextEncoder().encode(text);
    return recognise(bytes, 0, bytes.length) ?? null;
  });
  return { compiled: recognise !== recogniseByScript, said };
}

Object.assign(globalThis, { runJob, runRecogniser });
