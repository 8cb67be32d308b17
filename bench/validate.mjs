/**
 * `npm run bench:validate`: a capture of 200 MB (or --megabytes N) read by a newline scan, by JSON.parse alone, by Wireloom with 1, 2 and 4 threads,
 * and by the script that people write: readline, JSON.parse, Ajv. Whole processes, interleaved, medians. `--json` for machines.
 */

import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { writeCapture } from "./capture.mjs";

const option = (name, fallback) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : Number(process.argv[at + 1]);
};
const megabytes = option("megabytes", 200);
const rounds = option("rounds", 5);
const here = import.meta.dirname;
if (!existsSync(join(here, "../dist/generator/cli.js"))) throw new Error("Build first: npm run build");
// A certificate file in the environment is read at every start of Node and would be measured too.
const env = { ...process.env };
delete env.NODE_EXTRA_CA_CERTS;

const work = mkdtempSync(join(tmpdir(), "wireloom-bench-"));
const say = (text) => process.stderr.write(`${text}\n`);
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

try {
  const capture = join(work, "capture.ndjson");
  const start = join(work, "one.ndjson");
  const { bytes, messages } = writeCapture(capture, megabytes);
  writeCapture(start, 0);
  say(`${(bytes / 1e6).toFixed(0)} MB, ${messages} messages; ${availableParallelism()} cores; ${rounds} rounds`);
  const readers = ["scan", "parse", "wireloom-1", "wireloom-2", "wireloom-4", "readline-ajv"];
  const runs = Object.fromEntries(readers.map((reader) => [reader, { seconds: [], startSeconds: [], peaks: [] }]));
  for (let round = 0; round < rounds; round += 1) {
    for (const reader of readers) {
      const small = run(reader, start);
      const whole = run(reader, capture);
      if (whole.messages !== messages) throw new Error(`${reader} read ${whole.messages} of ${messages} messages`);
      runs[reader].seconds.push(whole.seconds);
      runs[reader].startSeconds.push(small.seconds);
      runs[reader].peaks.push(whole.peak);
    }
    say(`round ${round + 1} of ${rounds}`);
  }
  const base = runs.parse;
  const rows = readers.map((reader) => {
    const { seconds, startSeconds, peaks } = runs[reader];
    const ratio = (values, others) => median(values.map((value, index) => others[index] / value));
    const net = (of) => of.seconds.map((value, index) => value - of.startSeconds[index]);
    return {
      reader,
      seconds: median(seconds),
      startSeconds: median(startSeconds),
      megabytesPerSecond: bytes / 1e6 / median(seconds),
      messagesPerSecond: messages / median(seconds),
      peakMegabytes: Math.max(...peaks),
      ofParse: ratio(seconds, base.seconds),
      ofParseWithoutStart: ratio(net(runs[reader]), net(base)),
    };
  });
  if (process.argv.includes("--json"))
    process.stdout.write(`${JSON.stringify({ bytes, messages, cores: availableParallelism(), rows }, null, 2)}\n`);
  else process.stdout.write(text(rows));
} finally {
  rmSync(work, { recursive: true, force: true });
}

function run(reader, file) {
  const out = join(work, "measured.json");
  const script = join(here, "validate-readers.mjs");
  const began = process.hrtime.bigint();
  const { status, stderr } = spawnSync(process.execPath, [script, reader, file, out], { env, encoding: "utf8" });
  const seconds = Number(process.hrtime.bigint() - began) / 1e9;
  if (status !== 0) throw new Error(`${reader}: ${stderr}`);
  const [peak, messages] = stderr.trim().split("\n").at(-1).split(" ").map(Number);
  return { seconds, peak, messages };
}

function text(rows) {
  const cells = [
    ["", "MB/s", "messages/s", "x parse", "x parse, net of start", "start s", "peak MB"],
    ...rows.map((row) => [
      row.reader,
      row.megabytesPerSecond.toFixed(0),
      Math.round(row.messagesPerSecond).toLocaleString("en"),
      row.ofParse.toFixed(2),
      row.ofParseWithoutStart.toFixed(2),
      row.startSeconds.toFixed(2),
      row.peakMegabytes.toFixed(0),
    ]),
  ];
  const widths = cells[0].map((_, column) => Math.max(...cells.map((row) => row[column].length)));
  const lines = cells.map((row) =>
    row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column]))).join("  "),
  );
  const [one, four] = ["wireloom-1", "wireloom-4"].map((name) => rows.find(({ reader }) => reader === name));
  const net = (row) => row.seconds - row.startSeconds;
  return [
    ...lines,
    "",
    `Four threads against one: ${(one.seconds / four.seconds).toFixed(2)}x, ${(net(one) / net(four)).toFixed(2)}x net of start.`,
    "",
  ].join("\n");
}
