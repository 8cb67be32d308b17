/** `wireloom mock`: the exchange as the spec describes it, over real WebSockets, for tests of clients. */

import { resolve } from "node:path";
import { createRouter, type LineRoutes } from "../../templates/runtime/frame.js";
import type { CapturedFrame } from "../capture/read-frames.js";
import { createReport, type Diagnostic, type Report } from "../diagnostics/diagnostic.js";
import { placeAt } from "../diagnostics/place.js";
import { readText } from "../host/read-text.js";
import { readYaml } from "../host/yaml-data.js";
import type { Clock } from "../mock/clock.js";
import { checkScript, type Fault } from "../mock/faults.js";
import { startReplay } from "../mock/replay.js";
import { type MockServer, type ServerOptions, startServer } from "../mock/server.js";
import type { LoggedFrame, MockCredentials, Session } from "../mock/session-types.js";
import type { Json } from "../schema/json-schema.js";
import { loadSpec } from "../spec/load-spec.js";
import { routesOf } from "../spec/routes.js";
import type { TopicSpec } from "../spec/spec.js";
import { COMMAND_LINE } from "../text/command-line.js";
import { readDialogues } from "./dialogue-files.js";
import { readLineFiles } from "./line-files.js";
import { specFolder } from "./spec-folder.js";

export interface MockOptions {
  /** Only this line; default: all. */
  readonly line?: string;
  /** Default: any that is free. */
  readonly port?: number;
  /** Default: 127.0.0.1, so that nobody else reaches it. */
  readonly host?: string;
  readonly schemas?: string;
  /** Checkouts of the documentation: then documented messages are pushed instead of generated ones. */
  readonly docs?: string;
  /** Of the generated traffic. Default 1. */
  readonly seed?: number;
  /** Between two pushes of a topic, ms; 0: only by `tick()`. Default: as the line says. */
  readonly intervalMs?: number;
  /** What authenticates. Default: `mock-key` and `mock-secret`. */
  readonly credentials?: MockCredentials;
  /** Captures to play instead of generated traffic, from their start to each client. */
  readonly replay?: readonly string[];
  /** 1: as recorded; 0: as fast as the client reads. Default 1. */
  readonly speed?: number;
  /** Name of the capture format; default: found out. */
  readonly formatIn?: string;
  /** What goes wrong. */
  readonly faults?: readonly Fault[];
  /** A file with `faults`, JSON or YAML. */
  readonly script?: string;
  readonly onFrame?: (frame: LoggedFrame) => void;
  /** A client has subscribed to something. */
  readonly onSubscribe?: (session: Session) => void;
  /** Serve `wss:`, with a certificate that is made now. */
  readonly tls?: boolean;
  /** The time at the exchange. Default: the real one. */
  readonly clock?: Clock;
  readonly signal?: AbortSignal;
}

export interface Mock {
  readonly port: number;
  /** URL of a connection; the line may be left out where there is one only. */
  url(connection: string, line?: string): string;
  /** Lines and their connections. */
  readonly paths: readonly string[];
  /** With TLS: what clients have to trust. */
  readonly certificate?: { readonly cert: string; readonly fingerprint: string };
  /** Pushes a message to all who are subscribed to its topic, as it was asked for or as pushes name it; how many that were. */
  push(topic: string, message: Json): number;
  /** The next push of every topic that somebody is subscribed to. */
  tick(): void;
  /** Clients that are connected. */
  sessions(): readonly Session[];
  /** Clients that ever connected. */
  readonly connected: number;
  /** Replaces the faults, for the connections from now on. */
  setFaults(faults: readonly Fault[]): void;
  close(): Promise<void>;
}

export interface MockResult {
  readonly diagnostics: readonly Diagnostic[];
  /** Absent if the options, the spec or the capture were wrong. */
  readonly mock?: Mock;
}

/** The private key is that of RFC 8032, 7.1, test 1: everybody has it. */
export const MOCK_CREDENTIALS: MockCredentials = {
  apiKey: "mock-key",
  secret: "mock-secret",
  privateKey: "MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g",
};

/** For tests: a mock exchange, or an error that says what is wrong. Close it when you are done. */
export async function startMock(options: MockOptions = {}): Promise<Mock> {
  const { mock: started, diagnostics } = await mock(options);
  if (started) return started;
  const [first] = diagnostics.filter(({ severity }) => severity === "error");
  throw new TypeError(
    `${first?.file ? `${first.file}: ` : ""}${first?.message ?? "The mock cannot be started."} ${first?.fix ?? ""}`,
  );
}

export async function mock(options: MockOptions): Promise<MockResult> {
  const report = createReport();
  const failed = (): MockResult => ({ diagnostics: report.diagnostics });
  const schemas = resolve(specFolder(options.schemas));
  const spec = loadSpec(
    readLineFiles(schemas, options.line === undefined ? undefined : [options.line], report),
    schemas,
    report,
  );
  const faults = readFaults(options, report);
  const dialogues = new Map(
    spec.lines.map((line) => [line, readDialogues(schemas, line.name, report).replies] as const),
  );
  const examples =
    options.docs === undefined ? undefined : await documentedMessages(spec, resolve(options.docs), report);
  const frames =
    options.replay === undefined ? undefined : await openCaptures(options.replay, options.formatIn, report);
  if (faults.some(({ fault }) => fault === "tls-failure") && !options.tls)
    report.add({
      code: "usage/option",
      severity: "error",
      message: "The fault tls-failure is of a mock that speaks TLS.",
      fix: "Add --tls, in code `tls: true`.",
    });
  if (report.failed) return failed();
  const host = options.host ?? "127.0.0.1";
  const certificate = options.tls ? await (await import("../mock/certificate.js")).createCertificate(host) : undefined;
  let server: MockServer;
  try {
    server = await startServer({
      spec,
      host,
      ...(certificate ? { certificate } : {}),
      ...(options.clock ? { clock: options.clock } : {}),
      ...(options.onSubscribe ? { onSubscribe: options.onSubscribe } : {}),
      port: options.port ?? 0,
      seed: options.seed ?? 1,
      credentials: options.credentials ?? MOCK_CREDENTIALS,
      faults,
      documented: (line) => dialogues.get(line) ?? [],
      ...(options.intervalMs === undefined ? {} : { intervalMs: options.intervalMs }),
      ...(examples ? { examples: (topic: TopicSpec) => examples.get(topic) ?? [] } : {}),
      ...(options.onFrame ? { onFrame: options.onFrame } : {}),
      ...(frames ? { replay: createReplay(frames, options.speed ?? 1, options.clock) } : {}),
    });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    report.add({
      code: "usage/port",
      severity: "error",
      message: `Nothing can listen on ${host}:${options.port ?? 0} (${code}).`,
      fix: "Name another --port, or none for one that is free.",
    });
    return failed();
  }
  const [only] = spec.lines;
  const close = (): Promise<void> => server.close();
  options.signal?.addEventListener("abort", () => void close(), { once: true });
  return {
    diagnostics: report.diagnostics,
    mock: {
      port: server.port,
      url(connection, line) {
        const name = line ?? (spec.lines.length === 1 ? only?.name : undefined);
        if (name === undefined) throw new TypeError("The mock serves several lines: say which one.");
        return server.url(name, connection);
      },
      paths: spec.lines.flatMap(({ name, file }) =>
        Object.keys(file.connections).map((connection) => `${name}/${connection}`),
      ),
      ...(certificate ? { certificate: { cert: certificate.cert, fingerprint: certificate.fingerprint } } : {}),
      push: server.push,
      tick: server.tick,
      sessions: server.sessions,
      get connected() {
        return server.connected;
      },
      setFaults: server.setFaults,
      close,
    },
  };
}

function createReplay(
  frames: () => AsyncIterable<CapturedFrame>,
  speed: number,
  clock: Clock | undefined,
): NonNullable<ServerOptions["replay"]> {
  return (session) => {
    const route = createRouter(routesOf(session.line) as LineRoutes);
    return startReplay(session, {
      frames,
      route: (text) => route(text, session.connection),
      speed: speed === 0 ? Number.POSITIVE_INFINITY : speed,
      ...(clock ? { clock } : {}),
    });
  };
}

// Both are loaded where they are asked for: most mocks generate their traffic, and a test waits for its start.

const openCaptures: typeof import("./replay-files.js").readCaptures = async (...args) =>
  (await import("./replay-files.js")).readCaptures(...args);

const documentedMessages = async (
  ...args: Parameters<typeof import("./documented-messages.js").readDocumentedMessages>
): Promise<ReadonlyMap<TopicSpec, readonly Json[]>> =>
  (await import("./documented-messages.js")).readDocumentedMessages(...args);

function readFaults({ faults = [], script }: MockOptions, report: Report): Fault[] {
  const all = [...faults];
  let from: unknown = all;
  if (script !== undefined) {
    const fix = "A script is a list of faults: `- { fault: drop, after: 10 }`.";
    const text = readText(script, { name: script, fix }, report);
    if (text === undefined) return all;
    const { value, fault } = readYaml(text);
    if (fault) {
      const { message, offset } = fault;
      report.add({ code: "config/script", severity: "error", message, file: script, ...placeAt(text, offset), fix });
      return all;
    }
    from = value;
  }
  const problem = checkScript(from);
  if (problem) {
    report.add({
      code: script === undefined ? "usage/option" : "config/script",
      severity: "error",
      message: `The script of faults is wrong at "${problem.pointer}": ${problem.message}.`,
      ...(script === undefined ? {} : { file: script }),
      fix: `See \`${COMMAND_LINE} mock --help\` for the faults and what each takes.`,
    });
    return [];
  }
  return script === undefined ? all : [...all, ...(from as Fault[])];
}
