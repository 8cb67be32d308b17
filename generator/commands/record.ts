/** `wireloom record`: what comes and goes on topics of a line, in files that `validate`, `learn` and `mock --replay` read. */

import { resolve } from "node:path";
import { createRouter, type LineRoutes } from "../../templates/runtime/frame.js";
import type { Credentials } from "../../templates/runtime/signature.js";
import { type Address, createTopicIndex } from "../../templates/runtime/topic-index.js";
import { headLine } from "../capture/recording.js";
import { createReport, type Diagnostic, type Report } from "../diagnostics/diagnostic.js";
import { suggest } from "../diagnostics/suggest.js";
import { compressFor } from "../record/compress.js";
import { type RecordedLine, recordLine, reportWrite } from "../record/record-line.js";
import { createRecordingWriter, type RecordingWriter } from "../record/recording-writer.js";
import { readTopic, topicsInWords } from "../record/topic-text.js";
import { loadSpec } from "../spec/load-spec.js";
import { protocolOf } from "../spec/protocol.js";
import { routesOf } from "../spec/routes.js";
import type { LineSpec } from "../spec/spec.js";
import { topicFactsOf } from "../spec/topic-facts.js";
import { readLineFiles } from "./line-files.js";
import type { CommandContext } from "./options.js";
import { specFolder } from "./spec-folder.js";

export interface RecordOptions extends CommandContext {
  readonly line: string;
  /** `trade.ABC`, `perp:trade.ABC` on a connection, `v1/trade?symbol=ABC` where each topic has a request. */
  readonly topics: readonly string[];
  /** A new file; `.gz` and `.zst` say how it is compressed. */
  readonly out: string;
  readonly schemas?: string;
  /** Default: the first that the line documents. */
  readonly network?: string;
  /** Instead of the documented one; `{connection}` in it is the connection's name. */
  readonly url?: string;
  /** For private topics. Default: those of the environment. */
  readonly credentials?: Credentials;
  /** Of the variables `…_API_KEY`, `…_API_SECRET` and `…_PRIVATE_KEY`. Default: WIRELOOM. */
  readonly credentialsEnv?: string;
  /** Another file begins behind so many bytes, and with each multiple of so many ms since 1970. */
  readonly rotateSize?: number;
  readonly rotateTime?: number;
  /** Ends after so many ms. */
  readonly duration?: number;
  /** Ends behind so many bytes in all files. */
  readonly maxSize?: number;
  /** For each handshake and for each answer of the exchange, ms. Default 10,000. */
  readonly timeoutMs?: number;
}

export interface RecordResult {
  readonly diagnostics: readonly Diagnostic[];
  /** In their order. */
  readonly files: readonly string[];
  readonly frames: number;
  /** On disk. */
  readonly bytes: number;
  readonly reconnects: number;
}

/** Until the signal, `duration`, `maxSize`, or until there is nothing left to record. */
export async function record(options: RecordOptions): Promise<RecordResult> {
  const report = createReport();
  const nothing = (): RecordResult => ({
    diagnostics: report.diagnostics,
    files: [],
    frames: 0,
    bytes: 0,
    reconnects: 0,
  });
  const line = readLine(options, report);
  if (!line) return nothing();
  const runtime = runtimeOf(line);
  const addresses = readTopics(options, runtime, report);
  checkNetwork(options, runtime, report);
  const credentials = readCredentials(options, runtime, addresses, report);
  if (report.failed) return nothing();
  const writer = await openWriter(options, report);
  if (!writer) return nothing();
  const counts = await recordLine(options, { runtime, addresses, credentials, writer, report });
  return { diagnostics: report.diagnostics, files: writer.files, bytes: writer.size, ...counts };
}

// ---- What was asked for ----

function readLine({ line, schemas }: RecordOptions, report: Report): LineSpec | undefined {
  const folder = resolve(specFolder(schemas));
  const spec = loadSpec(readLineFiles(folder, [line], report), folder, report);
  return report.failed ? undefined : spec.lines[0];
}

const runtimeOf = (line: LineSpec): RecordedLine => ({
  protocol: protocolOf(line),
  topics: topicFactsOf(line),
  parse: createRouter(routesOf(line) as LineRoutes),
});

/** With the connection of each. */
function readTopics(
  options: RecordOptions,
  { protocol, topics }: RecordedLine,
  report: Report,
): (Address & { readonly connection: string })[] {
  const index = createTopicIndex(protocol, topics);
  const addresses = options.topics.flatMap((text) => {
    try {
      const address = readTopic(text, protocol);
      return [{ ...address, connection: index.subscription(address).connection }];
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      const fix = `Topics of ${protocol.line}: ${topicsInWords(protocol, topics).join(", ")}.`;
      report.add({ code: "usage/unknown-topic", severity: "error", message: error.message, fix });
      return [];
    }
  });
  if (options.topics.length === 0)
    report.add({
      code: "usage/unknown-topic",
      severity: "error",
      message: "No topic is named.",
      fix: `Topics of ${protocol.line}: ${topicsInWords(protocol, topics).join(", ")}.`,
    });
  return addresses;
}

function checkNetwork({ network, url }: RecordOptions, { protocol }: RecordedLine, report: Report): void {
  const networks = [...new Set(Object.values(protocol.connections).flatMap(({ endpoints }) => Object.keys(endpoints)))];
  if (network !== undefined && !networks.includes(network))
    report.add({
      code: "usage/unknown-network",
      severity: "error",
      message: `${protocol.line} documents no network "${network}".`,
      fix: suggest(network, networks),
    });
  if (url !== undefined && !/^wss?:\/\/[^/]/.test(url))
    report.add({
      code: "usage/option",
      severity: "error",
      message: "The URL is none of a WebSocket.",
      fix: "It begins with ws:// or wss://.",
    });
}

/** Nothing of the environment is read unless a topic is private. */
function readCredentials(
  { credentials, credentialsEnv: prefix = "WIRELOOM" }: RecordOptions,
  { protocol: { authentication } }: RecordedLine,
  addresses: readonly { readonly connection: string }[],
  report: Report,
): Credentials | undefined {
  const isPrivate = addresses.some(({ connection }) => authentication?.connections.includes(connection));
  if (credentials || !isPrivate || !authentication) return credentials;
  const names = {
    apiKey: `${prefix}_API_KEY`,
    secret: `${prefix}_API_SECRET`,
    privateKey: `${prefix}_PRIVATE_KEY`,
  };
  const { algorithm } = authentication.signing;
  const part = algorithm === "ed25519" ? "privateKey" : "secret";
  const apiKey = process.env[names.apiKey];
  const key = process.env[names[part]];
  if (algorithm !== "function" && apiKey && key)
    return part === "secret" ? { apiKey, secret: key } : { apiKey, privateKey: key };
  report.add({
    code: "usage/credentials",
    severity: "error",
    message: "A topic is private, and there are no credentials.",
    fix:
      algorithm === "function"
        ? "This line signs by a function of yours: call `record` with `credentials`."
        : `Set ${names.apiKey} and ${names[part]}, or name another prefix with --credentials-env.`,
  });
  return undefined;
}

async function openWriter(options: RecordOptions, report: Report): Promise<RecordingWriter | undefined> {
  const { out: path, line, topics, rotateSize, rotateTime } = options;
  const compress = compressFor(path);
  if (!compress) {
    report.add({
      code: "usage/zstd",
      severity: "error",
      message: "Nothing here compresses to zstd.",
      file: path,
      fix: "Install zstd or Node 22.15, or name a file that ends with .gz.",
    });
    return undefined;
  }
  try {
    return await createRecordingWriter({
      path,
      compress,
      head: headLine({ line, topics }),
      ...(rotateSize === undefined ? {} : { rotateSize }),
      ...(rotateTime === undefined ? {} : { rotateTime }),
      now: Date.now,
    });
  } catch (error) {
    reportWrite(error, "usage/cannot-write", "Name a new file in a folder that you may write to.", report);
    return undefined;
  }
}
