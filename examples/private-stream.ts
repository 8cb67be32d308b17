/** Prints executions of an account. The secret stays where signatures are made: here in this process, else in a vault or a signing service. */

import { createHmac } from "node:crypto";
import { validateFrame } from "@wireloom/bybit/v5";
import { V5Client } from "@wireloom/bybit/v5/client";
import WebSocket from "ws";

const { API_KEY = "", API_SECRET = "", EXCHANGE: mock } = process.env;
const sign = async (payload: string): Promise<string> => createHmac("sha256", API_SECRET).update(payload).digest("hex");

const client = new V5Client({
  WebSocket,
  credentials: { apiKey: API_KEY, sign },
  // A message that is not what the documentation says is told, and delivered all the same.
  validation: { check: validateFrame, mode: "report" },
  ...(mock && { url: (connection) => `${mock}/v5/${connection}` }),
});
process.once("SIGINT", () => void client.close());
client.events.on("error", (error) => console.error(error.code, error.message));
client.events.on("invalid", ({ issues }) => console.error(issues[0]?.message, issues[0]?.source));

await client.subscribe("private", "execution", ({ data }) => {
  for (const { symbol, side, execQty, execPrice } of data) console.log(symbol, side, execQty, "at", execPrice);
});
