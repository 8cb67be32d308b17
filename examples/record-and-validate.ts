/** Records three seconds of trades, then checks them against the documentation. The first argument is the file, which must not exist yet. */

import { record, validate } from "@wireloom/cli";

const [out = "trades.ndjson.gz"] = process.argv.slice(2);
const mock = process.env.EXCHANGE;

const recorded = await record({
  line: "v5",
  topics: ["linear:publicTrade.BTCUSDT"],
  out,
  duration: 3000,
  ...(mock && { url: `${mock}/v5/{connection}` }),
});
for (const { severity, message } of recorded.diagnostics) console.error(severity, message);

const { report } = await validate({ files: [...recorded.files] });
const errors = report?.findings.filter(({ severity }) => severity === "error") ?? [];
console.log(report?.messages, "messages,", errors.length, "causes of errors");
for (const { code, pointer, source } of errors) console.log(code, pointer, source?.page, source?.line);
