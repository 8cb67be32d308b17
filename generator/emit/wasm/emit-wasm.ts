/** `recognise-wasm.ts` of a line: the recognisers of recognise.ts as WebAssembly, with the same answers. */

import { docComment, fileHeader, literal } from "../../code/code.js";
import type { OutputTree } from "../../host/output-tree.js";
import type { Json } from "../../schema/json-schema.js";
import { sourceOf } from "../../spec/line-view.js";
import type { LineSpec } from "../../spec/spec.js";
import { closedSlots } from "../../topic/pattern.js";
import { compileRecogniser } from "./compile-recogniser.js";

export function emitWasm(line: LineSpec): OutputTree {
  const { bytes, outcomes, topics } = compileRecogniser(line);
  const perConnection = line.byConnection;
  const connection = perConnection ? ", connection: Connection" : "";
  const base64 =
    Buffer.from(bytes)
      .toString("base64")
      .match(/.{1,140}/g) ?? [];
  return new Map([
    [
      `src/${line.name}/recognise-wasm.ts`,
      [
        fileHeader(sourceOf(line)),
        perConnection ? 'import type { Connection } from "./frame.js";\n' : "",
        'import { type Recognised, recognise } from "./recognise.js";\n',
        'import { compileRecogniser, createWasmRecogniser, type WasmRecogniserSource } from "../runtime/wasm-recogniser.js";\n\n',
        docComment(ABOUT),
        `export async function loadRecogniser(): Promise<(bytes: Uint8Array, start: number, end: number${connection}) => Recognised | undefined> {\n`,
        "  const module = await compileRecogniser(SOURCE.code);\n  if (!module) return recognise;\n",
        perConnection ? PER_CONNECTION : "  return createWasmRecogniser(module, SOURCE, undefined, recognise);\n",
        "}\n\n",
        perConnection
          ? `const CONNECTIONS: ReadonlySet<string> = new Set(${literal(Object.keys(line.file.connections))});\n\n`
          : "",
        `const SOURCE: WasmRecogniserSource<Recognised> = {\n  outcomes: ${literal(outcomes)},\n`,
        `  topics: ${literal(topics as unknown as Json)},\n  slots: ${literal(closedSlots(line.file))},\n`,
        `  code: [\n${base64.map((part) => `    ${literal(part)},\n`).join("")}  ].join(""),\n};\n`,
      ].join(""),
    ],
  ]);
}

const ABOUT = [
  "`recognise` as WebAssembly: the same answers, about twice as fast. It has 450 kB of memory of its own, into which each message is copied.",
  "Where there is no WebAssembly with SIMD, or a content security policy forbids it, this gives `recognise`.",
].join("\n");

/** Each connection has topics of its own. */
const PER_CONNECTION = `  const byConnection = new Map<Connection, (bytes: Uint8Array, start: number, end: number) => Recognised | undefined>();
  return (bytes, start, end, connection) => {
    if (!CONNECTIONS.has(connection)) return recognise(bytes, start, end, connection);
    let own = byConnection.get(connection);
    if (!own) {
      own = createWasmRecogniser(module, SOURCE, connection, (message, from, to) => recognise(message, from, to, connection));
      byConnection.set(connection, own);
    }
    return own(bytes, start, end);
  };
`;
