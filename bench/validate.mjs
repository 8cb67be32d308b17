/**
 * `npm run bench:validate`: a capture of 200 MB (or --megabytes N) read by `wc -l`, a newline scan, JSON.parse alone, Wireloom with no thread besides its
 * own and with 1, 2 and 4, and by the script that people write: readline, JSON.parse, Ajv. Then the same with an escape in one line of a hundred, for
 * which a message has to be parsed. Whole processes, interleaved, medians. `--rounds N`, `--json`.
 */

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { writeCapture } from "./capture.mjs";
import { childEnvironment, median, needBuild, option, table } from "./harness.mjs";

const megabytes = option("megabytes", 200);
const rounds = option("rounds", 5);
needBuild();
const env = childEnvironment();
const work = mkdtempSync(join(tmpdir(), "wireloom-bench-"));
const say = (text) => process.stderr.write(`${text}\n`);

try {
  const start = join(work, "one.ndjson");
  writeCapture(start, 0);
  const groups = [
    {
      title: "as recorded",
      escaped: 0,
      readers: ["wc -l", "scan", "parse", "wireloom-0", "wireloom-1", "wireloom-2", "wireloom-4", "readline-ajv"],
    },
    { title: "an escape in 1 % of the lines", escaped: 0.01, readers: ["parse", "wireloom-0", "wireloom-4"] },
  ].map((group, index) => measure(group, join(work, `capture-${index}.ndjson`), start));
  if (process.argv.includes("--json"))
    process.stdout.write(`${JSON.stringify({ cores: availableParallelism(), groups }, null, 2)}\n`);
  else process.stdout.write(text(groups));
} finally {
  rmSync(work, { recursive: true, force: true });
}

function measure({ title, escaped, readers }, capture, start) {
  const { bytes, messages } = writeCapture(capture, megabytes, escaped);
  say(`${title}: ${(bytes / 1e6).toFixed(0)} MB, ${messages} messages, ${rounds} rounds`);
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
  rmSync(capture);
  const base = runs.parse;
  const ratio = (values, others) => median(values.map((value, index) => others[index] / value));
  const net = (of) => of.seconds.map((value, index) => value - of.startSeconds[index]);
  const rows = readers.map((reader) => {
    const { seconds, startSeconds, peaks } = runs[reader];
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
  return { title, bytes, messages, rows };
}

function run(reader, file) {
  const began = process.hrtime.bigint();
  const { status, stdout, stderr } =
    reader === "wc -l"
      ? spawnSync("wc", ["-l", file], { encoding: "utf8" })
      : spawnSync(process.execPath, [join(import.meta.dirname, "validate-readers.mjs"), reader, file], {
          env,
          encoding: "utf8",
        });
  const seconds = Number(process.hrtime.bigint() - began) / 1e9;
  if (status !== 0) throw new Error(`${reader}: ${stderr}`);
  if (reader === "wc -l") return { seconds, peak: 0, messages: Number.parseInt(stdout, 10) };
  const [peak, messages] = stderr.trim().split("\n").at(-1).split(" ").map(Number);
  return { seconds, peak, messages };
}

function text(groups) {
  return groups
    .map(({ title, bytes, messages, rows }) =>
      [
        `${title}: ${(bytes / 1e6).toFixed(0)} MB, ${messages.toLocaleString("en")} messages, ${availableParallelism()} cores`,
        table([
          ["", "MB/s", "messages/s", "x parse", "x parse, net of start", "start s", "peak MB"],
          ...rows.map((row) => [
            row.reader,
            row.megabytesPerSecond.toFixed(0),
            Math.round(row.messagesPerSecond).toLocaleString("en"),
            row.ofParse.toFixed(2),
            row.ofParseWithoutStart.toFixed(2),
            row.startSeconds.toFixed(2),
            row.peakMegabytes === 0 ? "" : row.peakMegabytes.toFixed(0),
          ]),
        ]),
        "",
      ].join("\n"),
    )
    .join("\n");
}
