/**
 * An exchange that nobody has seen: three short pages, from `init` over `derive` and `generate` to a client on loopback, without an edit. Its
 * topics have slots inside of a word, its pushes name them in `channel` and have no forms, answers find their request by id, and signatures are
 * Base64.
 */

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { transformSync } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import WebSocket from "ws";
import { derive } from "../../generator/commands/derive.js";
import { generate } from "../../generator/commands/generate.js";
import { init } from "../../generator/commands/init.js";
import { MOCK_CREDENTIALS, type Mock, startMock } from "../../generator/commands/mock.js";
import type { Diagnostic } from "../../generator/diagnostics/diagnostic.js";
import { createReport } from "../../generator/diagnostics/diagnostic.js";
import { readTree } from "../../generator/host/folders.js";
import { type AnyClient, QUICK } from "../client/clients.js";
import { ROOT } from "../real-docs.js";

const docs = join(ROOT, "test/fixtures/second-exchange/docs");
const folder = mkdtempSync(join(tmpdir(), "wireloom-second-exchange-"));
const schemas = join(folder, "schemas");
const out = join(folder, "package");
const modules = join(folder, "modules");
const problemsOf = (diagnostics: readonly Diagnostic[]): readonly Diagnostic[] =>
  diagnostics.filter(({ severity }) => severity === "error");

/** The generated sources as modules that Node loads: types are taken out, not checked. */
function compile(): void {
  mkdirSync(modules, { recursive: true });
  writeFileSync(join(modules, "package.json"), '{ "type": "module" }');
  for (const [path, text] of readTree(join(out, "src"), createReport(), (name) => name.endsWith(".ts"))) {
    const target = join(modules, path.replace(/\.ts$/, ".js"));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, transformSync(text, { loader: "ts", format: "esm", target: "es2022" }).code);
  }
}

let mock: Mock;
let client: AnyClient;

beforeAll(async () => {
  const proposed = await init({ docs, pages: ["harbor-docs"], out: schemas });
  expect(problemsOf(proposed.diagnostics)).toEqual([]);
  const derived = await derive({ docs, schemas });
  expect(problemsOf(derived.diagnostics)).toEqual([]);
  const generated = await generate({ schemas, out });
  expect(problemsOf(generated.diagnostics)).toEqual([]);
  compile();
  mock = await startMock({ schemas, line: "harbor", seed: 1, intervalMs: 20 });
  const { HarborClient } = await import(pathToFileURL(join(modules, "harbor/client.js")).href);
  client = new HarborClient({
    WebSocket,
    credentials: MOCK_CREDENTIALS,
    url: (connection: string) => mock.url(connection, "harbor"),
    ...QUICK,
  });
}, 60_000);

afterAll(async () => {
  await client?.close();
  await mock?.close();
  rmSync(folder, { recursive: true });
});

describe("the made-up exchange", () => {
  it("has schemas of what its pages document in tables", () => {
    const schema = JSON.parse(readFileSync(join(schemas, "harbor/trade.schema.json"), "utf8"));
    const record = schema.$defs.push.properties.data.items;
    expect(Object.keys((record.$ref ? schema.$defs[record.$ref.split("/").at(-1)] : record).properties)).toEqual([
      "market",
      "price",
      "size",
      "side",
      "time",
    ]);
  });

  it.each(["BTC-EUR@trade", "BTC-EUR@candle_5m", "balances"])(
    "pushes %s to a client that asks for it",
    async (channel) => {
      const messages = client.messages(channel);
      const { value } = await messages.next();
      await messages.return();
      expect(value).toMatchObject({ channel });
    },
  );

  it("signs in where it has to", async () => {
    await Promise.all([client.connect("public"), client.connect("private")]);
    expect([client.state("public"), client.state("private")]).toEqual(["ready", "ready"]);
  });
});
