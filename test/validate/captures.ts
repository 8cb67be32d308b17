/** Small captures for tests: one dialogue of the copy-trading line, and a folder to put files into. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach } from "vitest";
import { type ValidateOptions, validate } from "../../generator/commands/validate.js";
import type { Diagnostic } from "../../generator/diagnostics/diagnostic.js";
import { exitCodeOf } from "../../generator/diagnostics/diagnostic.js";
import type { ReportFinding, ValidateReport } from "../../generator/validate/report/validate-report.js";

export const URL = "wss://stream.bybit.com/realtime_public";

type Level = readonly [price: string, side: "Buy" | "Sell", size?: number];

const record = ([price, side, size]: Level) => ({
  price,
  symbol: "BTCUSD",
  id: Math.round(Number(price) * 10_000),
  side,
  ...(size === undefined ? {} : { size }),
});

export const REQUEST = { op: "subscribe", args: ["orderBookL2_25.BTCUSD", "trade.BTCUSD"] };
export const ACK = { success: true, ret_msg: "", conn_id: "c-1", request: REQUEST };

export const snapshot = (levels: readonly Level[], cross_seq = 100) => ({
  topic: "orderBookL2_25.BTCUSD",
  type: "snapshot",
  data: levels.map(record),
  cross_seq,
  timestamp_e6: 1_618_677_786_000_000 + cross_seq,
});

export const delta = (
  changes: { gone?: readonly Level[]; update?: readonly Level[]; insert?: readonly Level[] },
  cross_seq = 101,
) => ({
  topic: "orderBookL2_25.BTCUSD",
  type: "delta",
  data: {
    delete: (changes.gone ?? []).map(record),
    update: (changes.update ?? []).map(record),
    insert: (changes.insert ?? []).map(record),
    transactTimeE6: 0,
  },
  cross_seq,
  timestamp_e6: 1_618_677_786_000_000 + cross_seq,
});

export const trade = (change: Record<string, unknown> = {}) => ({
  topic: "trade.BTCUSD",
  data: [
    {
      trade_time_ms: 1_618_677_786_614,
      timestamp: "2021-04-17T16:43:06.000Z",
      symbol: "BTCUSD",
      side: "Sell",
      size: 4,
      price: 60_621.5,
      tick_direction: "MinusTick",
      trade_id: "3a3a2c6e-a5e9-5b3c-9b8e-2d4f6f5c1e1d",
      cross_seq: 5_938_955_347,
      ...change,
    },
  ],
});

export const BOOK: readonly Level[] = [
  ["60000.00", "Buy", 10],
  ["59999.50", "Buy", 20],
  ["60000.50", "Sell", 30],
  ["60001.00", "Sell", 40],
];

/** What was sent and received, one after the other, 100 ms apart. */
export const DIALOGUE: readonly { readonly sent: boolean; readonly message: unknown }[] = [
  { sent: true, message: REQUEST },
  { sent: false, message: ACK },
  { sent: false, message: snapshot(BOOK) },
  { sent: false, message: delta({ update: [["60000.00", "Buy", 11]] }) },
  { sent: false, message: trade() },
  { sent: false, message: delta({ gone: [["60001.00", "Sell"]], insert: [["60001.50", "Sell", 5]] }, 102) },
];

export const START = 1_618_677_786_000;

export const ndjsonOf = (messages: readonly unknown[]): string =>
  messages.map((message) => `${typeof message === "string" ? message : JSON.stringify(message)}\n`).join("");

let root = "";

/** A folder for each test. */
export function useFolder(): void {
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "wireloom-capture-"));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));
}

export const folder = (): string => root;

export function put(name: string, content: string | Buffer | Uint8Array): string {
  const path = join(root, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}

export interface Checked {
  readonly report: ValidateReport;
  readonly diagnostics: readonly Diagnostic[];
  readonly exit: number;
  /** Codes of the findings, errors first. */
  readonly codes: readonly string[];
  finding(code: string): ReportFinding | undefined;
}

/** Where the line is not in question: one is read instead of five. */
export const checkTrades = (
  files: string | readonly string[],
  options: Partial<ValidateOptions> = {},
): Promise<Checked> => check(files, { line: "copy-trading", ...options });

/** For captures of a few lines: the report is the same (prover.test.ts), and proofs take longer to compile than these lines to parse. */
export const checkParsed = (
  files: string | readonly string[],
  options: Partial<ValidateOptions> = {},
): Promise<Checked> => check(files, { fast: false, ...options });

/** For captures of a few lines of which the line is not in question. */
export const checkFewTrades = (
  files: string | readonly string[],
  options: Partial<ValidateOptions> = {},
): Promise<Checked> => checkParsed(files, { line: "copy-trading", ...options });

/** Proofs are made whatever the size: so that tests of a few messages look at them as well. */
export async function check(
  files: string | readonly string[],
  options: Partial<ValidateOptions> = {},
): Promise<Checked> {
  const result = await validate({
    workers: 0,
    fast: true,
    ...options,
    files: typeof files === "string" ? [files] : files,
  });
  const { diagnostics } = result;
  if (!result.report) throw new Error(`no report: ${JSON.stringify(diagnostics)}`);
  const { report } = result;
  return {
    report,
    diagnostics,
    exit: exitCodeOf(diagnostics),
    codes: report.findings.map(({ code }) => code),
    finding: (code) => report.findings.find((finding) => finding.code === code),
  };
}
