/** The package around the modules: manifest, compiler settings, entry points, runtime. */

import { fileHeader } from "../code/code.js";
import type { OutputTree } from "../host/output-tree.js";
import { type Release, versionOf } from "../spec/releases.js";
import type { LineSpec, Spec, TopicSpec } from "../spec/spec.js";
import { COMMAND_LINE } from "../text/command-line.js";
import { exampleTopic } from "../topic/pattern.js";
import { emitChangelog } from "./changelog.js";
import { emitLlms, emitLlmsFull, LLMS, LLMS_FULL } from "./llms.js";

/** `runtime`: texts of templates/runtime by file name. */
export function emitPackageFiles(
  spec: Spec,
  runtime: ReadonlyMap<string, string>,
  releases: readonly Release[] = [],
): OutputTree {
  const tree = new Map([
    ["package.json", emitManifest(spec, releases)],
    ["tsconfig.json", emitCompilerSettings()],
    [LLMS, emitLlms(spec)],
    [LLMS_FULL, emitLlmsFull(spec)],
    ["src/index.ts", emitIndex(spec)],
  ]);
  if (releases.length > 0) tree.set(CHANGELOG, emitChangelog(spec.exchange.package, releases));
  for (const [name, text] of runtime) tree.set(`src/runtime/${name}`, text);
  return tree;
}

/** Entries of a line beside its index, so that nobody loads the code of what he does not use. */
const APART = ["client", "recognise", "recognise-wasm"];

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

const CHANGELOG = "CHANGELOG.md";

function emitManifest({ exchange, lines }: Spec, releases: readonly Release[]): string {
  const exports: Record<string, unknown> = { ".": exportOf("index") };
  for (const line of lines) {
    exports[`./${line.name}`] = exportOf(`${line.name}/index`);
    for (const name of [...APART, ...line.topics.map(({ modulePath }) => modulePath)]) {
      exports[`./${line.name}/${name}`] = exportOf(`${line.name}/${name}`);
    }
  }
  exports["./schemas/*.json"] = "./schemas/*.json";
  exports["./package.json"] = "./package.json";
  return json({
    name: exchange.package,
    version: versionOf(releases),
    description: `Types, validators and clients for ${exchange.title}'s WebSocket topics, generated from its documentation by Wireloom.`,
    keywords: [exchange.name, "websocket", "types", "validator", "client", "market-data", "json-schema"],
    homepage: "https://github.com/wireloom/wireloom#readme",
    bugs: "https://github.com/wireloom/wireloom/issues",
    repository: { type: "git", url: "git+https://github.com/wireloom/wireloom.git", directory: "generated" },
    license: "MIT",
    author: "Wireloom developers",
    type: "module",
    sideEffects: false,
    engines: { node: ">=20.19" },
    exports,
    // The sources too, for the source maps.
    files: ["dist", "src", "schemas", LLMS, LLMS_FULL, ...(releases.length > 0 ? [CHANGELOG] : [])],
    publishConfig: { access: "public" },
    scripts: { prepack: "tsc -p tsconfig.json" },
  });
}

/**
 * Types first: a resolver takes the first condition that holds. `default` and not `import`, so that `require` finds the
 * modules too; Node loads ES modules by it, as long as none of them awaits at its top level.
 */
const exportOf = (path: string) => ({ types: `./dist/${path}.d.ts`, default: `./dist/${path}.js` });

function emitCompilerSettings(): string {
  return json({
    compilerOptions: {
      target: "es2022",
      // No "dom" and no Node types: the runtime declares the few globals that it uses, so it compiles the same everywhere.
      lib: ["es2022"],
      types: [],
      module: "nodenext",
      moduleResolution: "nodenext",
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      verbatimModuleSyntax: true,
      isolatedModules: true,
      skipLibCheck: true,
      declaration: true,
      sourceMap: true,
      rootDir: "src",
      outDir: "dist",
    },
    include: ["src"],
  });
}

function emitIndex(spec: Spec): string {
  const lines = spec.lines.map(({ name }) => `export * as ${camelCase(name)} from "./${name}/index.js";\n`);
  return `${fileHeader("schemas")}\n${lines.join("")}export type * from "./runtime/validator.js";\n`;
}

/** `coinFutures` for `coin-futures`. Line names are kebab-case, see the line file's schema. */
const camelCase = (name: string): string =>
  name.replace(/[^A-Za-z0-9]+([A-Za-z0-9])/g, (_, first: string) => first.toUpperCase());

/** `files`: all others of the package, of which it says what they are for and how large they are. */
export function emitReadme({ exchange, lines }: Spec, files: OutputTree): string {
  const samples = lines.flatMap((line) => line.topics.map((topic) => ({ line, topic })));
  const [first] = samples;
  // Where topics are known with their connection only, subscribing takes parameters, which differ from topic to topic.
  const simple = samples.find(({ line }) => !line.byConnection);
  const rows = lines.map(
    ({ name, file, topics }) => `| \`${exchange.package}/${name}\` | ${file.title} | ${topics.length} |\n`,
  );
  return [
    `# ${exchange.package}\n\n`,
    `Message types, runtime validators and clients for ${exchange.title}'s WebSocket topics. Generated by Wireloom from the\n`,
    `documentation: do not edit, change the schemas and run \`${COMMAND_LINE} generate\`. No dependencies. ES modules, for\n`,
    "`import`, and for `require` on Node 20.19, 22.12 or later.\n\n",
    "| import | product line | topics |\n| --- | --- | --- |\n",
    ...rows,
    ...(first === undefined ? [] : [entries(first.line, first.topic)]),
    ...(simple === undefined ? [] : [usage(simple.line, simple.topic)]),
    texts(exchange.package, files),
  ].join("");
}

/** What the package has besides code, with the size of each in thousands of bytes, rounded up. */
function texts(packageName: string, files: OutputTree): string {
  const rows = [
    [`schemas/`, `JSON Schema 2020-12 of the messages, in its own keywords alone`],
    [LLMS, "an overview for language models: lines, topics, calls"],
    [LLMS_FULL, "the same with every member: type, unit, documented values"],
  ].map(([path = "", what]) => {
    const bytes = [...files].reduce(
      (sum, [name, text]) => sum + (name.startsWith(path) ? Buffer.byteLength(text) : 0),
      0,
    );
    return `| \`${path}\` | ${what} | ${Math.ceil(bytes / 1000)} |\n`;
  });
  return `
## Schemas and texts

| in the package | what it is | kB |
| --- | --- | --- |
${rows.join("")}
\`${packageName}/schemas/<line>/<topic>.json\` is the schema of a topic, \`${packageName}/schemas/<line>.json\` that of all topics of a line in one
file. Values that the documentation lists are \`examples\`, because others may come; units and the like stand in \`$comment\`.
`;
}

/** What the entries of a line have; `emitManifest` writes where they are. */
function entries(line: LineSpec, topic: TopicSpec): string {
  const rows = [
    ["", "types and enums, `parseFrame`, `validateFrame`, facts of topics, validators and guards of all of them"],
    [`/${topic.modulePath}`, "types, validators and guards of one topic"],
    [
      "/client",
      `\`${line.typeName}Client\`, \`ClientError\`, and \`protocol\`, what it knows of endpoints, requests and answers`,
    ],
    ["/recognise", "`recognise`: proves a frame from its bytes"],
    ["/recognise-wasm", "`loadRecogniser`: the same as WebAssembly"],
  ];

  return `
Each line has several entries, so that nobody loads what he does not use:

| import | what it has |
| --- | --- |
${rows.map(([path, what]) => `| \`${line.exchange.package}/${line.name}${path}\` | ${what} |\n`).join("")}
\`${line.exchange.package}\` has the first of every line: \`${camelCase(line.name)}.parseFrame\`. Of any entry a bundler keeps only what is used.
`;
}

/** As a user with the usual credentials writes them. */
const optionsOf = ({ file: { authentication } }: LineSpec): string =>
  authentication === undefined ? "" : `{ credentials: { apiKey, ${KEYS[authentication.algorithm]} } }`;

const KEYS = { "hmac-sha256": "secret", ed25519: "privateKey", function: "sign" } as const;

function usage(line: LineSpec, topic: TopicSpec): string {
  const module = `${line.exchange.package}/${line.name}/${topic.modulePath}`;
  const [pattern] = topic.patterns;
  const sample = pattern ? exampleTopic(pattern, line.file.slots) : "";
  return `
## Types and validators

\`\`\`ts
import { type ${topic.messageType}, ${topic.validatorName} } from "${module}";

const result = ${topic.validatorName}(JSON.parse(text));
if (result.valid) {
  const message: ${topic.messageType} = result.value;
} else {
  // Each issue: pointer, keyword, expected, got, message, and the line of the documentation behind it.
  console.error(result.issues[0]?.message);
}
\`\`\`

\`is${topic.messageType}(value)\` only says yes or no. Each validator is also a [Standard Schema](https://standardschema.dev).
Members that the documentation does not name pass; values of an enum that it does not list pass too.

## Client

\`\`\`ts
import { ${line.typeName}Client } from "${line.exchange.package}/${line.name}/client";

const client = new ${line.typeName}Client(${optionsOf(line)});
client.events.on("state", ({ connection, state }) => console.log(connection, state));
await client.subscribe("${sample}", (message) => console.log(message));
await client.close();
\`\`\`

It opens each connection when it is first needed, and keeps it: heartbeat, reconnect, authentication and subscriptions again. \`messages(topic)\` is for
\`for await\`, \`book(topic)\` and \`records(topic)\` follow a state. On Node 20 pass the class of the \`ws\` package as \`WebSocket\`.
`;
}
