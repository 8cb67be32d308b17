/** A mock exchange without a network, and clients of it. */

import { createHmac } from "node:crypto";
import { MOCK_CREDENTIALS } from "../../generator/commands/mock.js";
import { createExchange, type Exchange, type ExchangeOptions } from "../../generator/mock/exchange.js";
import { loadLineSpec } from "../conformance/generated-package.js";
import { OWN_EXCHANGE } from "../real-docs.js";
import { type AnyClient, createClient } from "./clients.js";
import { connectTo } from "./memory-sockets.js";

/** Credentials that sign at once: a thread of WebCrypto would let virtual time run away. */
export const signingWith = (secret: string) => ({
  apiKey: MOCK_CREDENTIALS.apiKey,
  sign: (payload: string) => createHmac("sha256", secret).update(payload).digest("hex"),
});

export interface MemoryWorld {
  readonly exchange: Exchange;
  readonly client: AnyClient;
}

/** By default pushes come by `exchange.tick()` only. */
export async function startInMemory(
  line: string,
  clientOptions: Record<string, unknown> = {},
  exchangeOptions: Partial<ExchangeOptions> = {},
): Promise<MemoryWorld> {
  const exchange = createExchange({
    spec: { exchange: OWN_EXCHANGE, lines: [loadLineSpec(line)] },
    credentials: MOCK_CREDENTIALS,
    faults: [],
    seed: 1,
    intervalMs: 0,
    ...exchangeOptions,
  });
  const client = await createClient(line, undefined, {
    WebSocket: connectTo(exchange),
    url: (connection: string) => `ws://exchange/${line}/${connection}`,
    credentials: signingWith(MOCK_CREDENTIALS.secret),
    ...clientOptions,
  });
  return { exchange, client };
}
