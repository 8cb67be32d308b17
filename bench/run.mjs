/** `npm run bench`: whole processes, validators, sizes; against named peers, in one run, as ratios. `--json` for machines. */

import { execFileSync, spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { childEnvironment, median, table } from "./harness.mjs";

const root = resolve(import.meta.dirname, "..");
const docs = process.env.WIRELOOM_DOCS ?? join(root, "../shared/docs");
const env = childEnvironment();
const work = mkdtempSync(join(tmpdir(), "wireloom-bench-"));
const say = (text) => process.stderr.write(`${text}\n`);
const results = {};
const aims = [];

try {
  say("whole processes, 7 interleaved rounds");
  results.processes = wholeProcesses();
  say("validators, fresh and polluted");
  results.validators = validators();
  say("recognisers");
  results.recognisers = recognisers();
  say("sizes");
  results.sizes = await sizes();
  judge();
  process.stdout.write(process.argv.includes("--json") ? `${JSON.stringify({ ...results, aims }, null, 2)}\n` : text());
} finally {
  rmSync(work, { recursive: true, force: true });
}

function wholeProcesses() {
  const schemas = plainSchemas();
  const bin = join(root, "dist/generator/bin.js");
  const json2ts = join(root, "node_modules/json-schema-to-typescript/dist/src/cli.js");
  const quicktype = join(root, "node_modules/quicktype/dist/index.js");
  const commands = {
    "node -e 0": ["-e", "0"],
    ...(existsSync(docs) ? { "wireloom derive": [bin, "derive", "--docs", docs, "--check", "--quiet"] } : {}),
    "wireloom generate": [bin, "generate", "--out", join(work, "package"), "--quiet"],
    "json2ts (types only)": [json2ts, "-i", `${schemas}/*.json`, "-o", join(work, "json2ts")],
    "quicktype (types only)": [
      quicktype,
      "--src-lang",
      "schema",
      "--lang",
      "ts",
      "--just-types",
      "-o",
      join(work, "quicktype.ts"),
      ...readdirSync(schemas).map((name) => join(schemas, name)),
    ],
  };
  const times = new Map(Object.keys(commands).map((name) => [name, []]));
  for (let round = 0; round < 8; round += 1) {
    for (const [name, args] of Object.entries(commands)) {
      rmSync(join(work, "package"), { recursive: true, force: true });
      const start = performance.now();
      const { status, stderr } = spawnSync(process.execPath, args, { env, encoding: "utf8" });
      if (status !== 0) throw new Error(`${name} ended with ${status}: ${stderr}`);
      // The first round warms the disk.
      if (round > 0) times.get(name).push(performance.now() - start);
    }
  }
  const base = times.get("node -e 0");
  return [...times].map(([name, values]) => ({
    name,
    ms: median(values),
    ratio: median(values.map((value, round) => value / base[round])),
  }));
}

/** Copies of the topic schemas without our own keywords, for tools that do not know them. */
function plainSchemas() {
  const folder = join(work, "schemas");
  mkdirSync(folder);
  const strip = (node) => {
    if (Array.isArray(node)) return node.map(strip);
    if (node === null || typeof node !== "object") return node;
    // Neither peer knows closed 2020-12 tuples.
    if (node.prefixItems) return { type: "array", items: strip(node.prefixItems[0]) };
    return Object.fromEntries(
      Object.entries(node)
        .filter(([key]) => !key.startsWith("x-") && key !== "$id" && key !== "format")
        .map(([key, value]) => [key, strip(value)]),
    );
  };
  const visit = (below) => {
    for (const name of readdirSync(join(root, "schemas", below))) {
      const path = join(below, name);
      if (statSync(join(root, "schemas", path)).isDirectory()) visit(path);
      else if (below !== "" && name.endsWith(".schema.json") && name !== "control.schema.json") {
        const schema = strip(JSON.parse(readFileSync(join(root, "schemas", path), "utf8")));
        const flat = path.replace(/[^A-Za-z0-9]+/g, "_").replace(/_schema_json$/, "");
        writeFileSync(join(folder, `${flat}.json`), JSON.stringify({ ...schema, title: flat }));
      }
    }
  };
  visit("");
  return folder;
}

function validators() {
  return ["fresh", "polluted"].map((state) => {
    const shapes = ["trade", "book", "execution", "instrument"].map((shape) => {
      const output = execFileSync(process.execPath, [join(import.meta.dirname, "validate-one.mjs"), shape, state], {
        env,
        encoding: "utf8",
      });
      return { shape, ...JSON.parse(output) };
    });
    return { state, shapes };
  });
}

function recognisers() {
  return ["trade", "book", "execution", "instrument"].map((shape) => {
    const output = execFileSync(process.execPath, [join(import.meta.dirname, "recognise-one.mjs"), shape], {
      env,
      encoding: "utf8",
    });
    return { shape, ...JSON.parse(output) };
  });
}

async function sizes() {
  const entries = {
    "one topic (linear/trade)": "linear/trade",
    "largest topic (linear/instrument_info)": "linear/instrument_info",
    "one line (linear)": "linear/index",
    "its client": "linear/client",
    "its recogniser": "linear/recognise",
    everything: "index",
  };
  const rows = [];
  for (const [name, path] of Object.entries(entries)) {
    const contents = `import * as all from ${JSON.stringify(join(root, "generated/dist", `${path}.js`))}; globalThis.keep = all;`;
    const { outputFiles } = await build({
      stdin: { contents, resolveDir: root },
      bundle: true,
      minify: true,
      format: "esm",
      write: false,
    });
    const [file] = outputFiles;
    rows.push({ name, minified: file.contents.length, gzip: gzipSync(file.contents).length });
  }
  return rows;
}

function geomean(shapes, name) {
  const logs = shapes.map(({ figures }) => Math.log(figures[name] / figures["hand-written"]));
  return Math.exp(logs.reduce((sum, log) => sum + log, 0) / logs.length);
}

function judge() {
  const ratio = (name) => results.processes.find((row) => row.name === name)?.ratio;
  const fresh = results.validators[0].shapes;
  const aim = (name, figure, met) => aims.push({ name, figure, met });
  const derive = ratio("wireloom derive");
  if (derive !== undefined) aim("derive of all pages under 12x Node's start", `${derive.toFixed(1)}x`, derive < 12);
  aim(
    "generate of everything under 40x Node's start",
    `${ratio("wireloom generate").toFixed(1)}x`,
    ratio("wireloom generate") < 40,
  );
  aim(
    "validators within 1.5x of hand-written, fresh",
    `${geomean(fresh, "ours (.is)").toFixed(2)}x`,
    geomean(fresh, "ours (.is)") <= 1.5,
  );
  aim(
    "type guards within 1.15x of hand-written, fresh",
    `${geomean(fresh, "ours (is…)").toFixed(2)}x`,
    geomean(fresh, "ours (is…)") <= 1.15,
  );
  for (const name of ["recognise", "recognise, WebAssembly"]) {
    const ratios = results.recognisers.map(({ figures }) => figures["JSON.parse"] / figures[name]);
    const mean = Math.exp(ratios.reduce((sum, each) => sum + Math.log(each), 0) / ratios.length);
    aim(`${name}: 8x JSON.parse alone`, `${mean.toFixed(1)}x`, mean >= 8);
  }
  for (const peer of ["zod", "valibot", "arktype"]) {
    const lead = geomean(fresh, peer) / geomean(fresh, "ours (.is)");
    aim(`ahead of ${peer}, fresh`, `${lead.toFixed(1)}x faster`, lead > 1);
  }
  aim("one topic under 5 kB gzipped", `${results.sizes[0].gzip} B`, results.sizes[0].gzip < 5000);
}

function text() {
  const parts = [
    "Whole processes, median of 7 interleaved rounds",
    table([
      ["", "ms", "x node"],
      ...results.processes.map(({ name, ms, ratio }) => [name, ms.toFixed(0), `${ratio.toFixed(1)}x`]),
    ]),
  ];
  for (const { state, shapes } of results.validators) {
    const names = Object.keys(shapes[0].figures);
    const rows = names.map((name) => [
      name,
      ...shapes.map(
        ({ figures }) => `${figures[name].toFixed(0)} (${(figures[name] / figures["hand-written"]).toFixed(2)}x)`,
      ),
      `${geomean(shapes, name).toFixed(2)}x`,
    ]);
    parts.push(
      "",
      `Validators on ${state} inputs: ns a message (x hand-written)`,
      table([["", ...shapes.map(({ shape }) => shape), "geomean"], ...rows]),
    );
    for (const { shape, disagree } of shapes) for (const line of disagree) parts.push(`  note: ${shape}: ${line}`);
  }
  parts.push(
    "",
    "Text to proof: ns a message (x JSON.parse alone; above 1 is faster)",
    table([
      ["", ...results.recognisers.map(({ shape, bytes }) => `${shape}, ${bytes} B`)],
      ...Object.keys(results.recognisers[0].figures).map((name) => [
        name,
        ...results.recognisers.map(
          ({ figures }) => `${figures[name].toFixed(0)} (${(figures["JSON.parse"] / figures[name]).toFixed(1)}x)`,
        ),
      ]),
    ]),
    "",
    "Sizes, bytes",
    table([["", "minified", "gzip"], ...results.sizes.map(({ name, minified, gzip }) => [name, minified, gzip])]),
  );
  parts.push("", "Aims", table(aims.map(({ name, figure, met }) => [name, figure, met ? "met" : "missed"])), "");
  return parts.join("\n");
}
