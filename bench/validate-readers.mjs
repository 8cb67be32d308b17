/** One reader over one file; on its last line of stderr: peak memory in MB, messages. */

import { createReadStream, openSync, readFileSync, readSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";

const [reader = "", file = ""] = process.argv.slice(2);
const root = join(import.meta.dirname, "..");

const messages = await read();
process.stderr.write(`\n${process.resourceUsage().maxRSS / 1024} ${messages}\n`);

async function read() {
  if (reader === "scan") return eachLine(() => {});
  if (reader === "parse") return eachLine((bytes, start, end) => JSON.parse(bytes.toString("utf8", start, end)));
  if (reader === "readline-ajv") return readlineAjv();
  return wireloom(reader.replace("wireloom-", ""));
}

/** Large synchronous reads into one buffer: as fast as a loop over lines can be. */
function eachLine(visit) {
  const fd = openSync(file, "r");
  const window = Buffer.allocUnsafe(1 << 20);
  let carry = Buffer.alloc(0);
  let count = 0;
  for (;;) {
    const length = readSync(fd, window, 0, window.length, null);
    if (length === 0) return count;
    const bytes = carry.length > 0 ? Buffer.concat([carry, window.subarray(0, length)]) : window.subarray(0, length);
    let start = 0;
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, start)) {
      visit(bytes, start, end);
      count += 1;
      start = end + 1;
    }
    carry = Buffer.from(bytes.subarray(start));
  }
}

/** Checks the same schemas, and nothing else: no unknown fields, no values, no books, no counts by cause. */
async function readlineAjv() {
  const { Ajv2020 } = await import("ajv/dist/2020.js");
  const ajv = new Ajv2020({
    strict: false,
    formats: { decimal: /^-?\d+(\.\d+)?$/, "decimal-or-empty": /^(-?\d+(\.\d+)?)?$/ },
  });
  const schema = (topic) => JSON.parse(readFileSync(join(root, `schemas/copy-trading/${topic}.schema.json`), "utf8"));
  const validators = new Map();
  for (const topic of ["orderBookL2_25", "trade"]) {
    const { $id, $schema, ...rest } = schema(topic);
    const forms = rest["x-forms"].forms;
    for (const [form, { def }] of Object.entries(forms))
      validators.set(`${topic} ${form}`, ajv.compile({ $defs: rest.$defs, $ref: `#/$defs/${def}` }));
  }
  let count = 0;
  let invalid = 0;
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
    const message = JSON.parse(line);
    const topic = message.topic.split(".")[0];
    if (!validators.get(`${topic} ${message.type ?? "push"}`)(message)) invalid += 1;
    count += 1;
  }
  if (invalid > 0) throw new Error(`${invalid} invalid messages`);
  return count;
}

async function wireloom(workers) {
  const { run } = await import(join(root, "dist/generator/cli.js"));
  let text = "";
  const stdout = { write: (part) => (text += part) };
  const code = await run(["validate", file, "--format", "json", "--workers", workers], {
    stdout,
    stderr: process.stderr,
  });
  const report = JSON.parse(text);
  if (code !== 0 || report.findings.length > 0) throw new Error(`exit ${code}, ${report.findings.length} findings`);
  return report.messages;
}
