/** What Wireloom says about a page, a schema, an overlay or a flag. Collected in a `Report`, never thrown. */

export type Severity = "error" | "warning" | "info";

export interface Diagnostic {
  /** Stable, kebab-case, `area/problem`. The area decides the exit code, see `exitCodeOf`. */
  readonly code: string;
  readonly severity: Severity;
  /** One sentence that says what is wrong. */
  readonly message: string;
  /** The file as the user named it. */
  readonly file?: string;
  /** 1-based. */
  readonly line?: number;
  /** 1-based. */
  readonly column?: number;
  /** The source line that `line` and `column` point into. */
  readonly excerpt?: string;
  /** What the reader can do about it. */
  readonly fix?: string;
  /** Line and path of the topic that it speaks of: `shop/trade`. An error leaves that topic out, and no other. */
  readonly topic?: string;
}

/** The collector that every stage receives. */
export interface Report {
  readonly diagnostics: readonly Diagnostic[];
  add(diagnostic: Diagnostic): void;
  /** True once an error was added. */
  readonly failed: boolean;
}

export function createReport(): Report {
  const diagnostics: Diagnostic[] = [];
  return {
    diagnostics,
    add(diagnostic) {
      diagnostics.push(diagnostic);
    },
    get failed() {
      return diagnostics.some((diagnostic) => diagnostic.severity === "error");
    },
  };
}

/** Writes to a report what concerns one topic. `failed`: whether that topic has an error. */
export function topicReport(report: Report, topic: string): Report {
  const own = createReport();
  return {
    diagnostics: own.diagnostics,
    add(diagnostic) {
      own.add(diagnostic);
      report.add({ ...diagnostic, topic });
    },
    get failed() {
      return own.failed;
    },
  };
}

/** Topics that have an error. */
export const failedTopics = ({ diagnostics }: Report): ReadonlySet<string> =>
  new Set(diagnostics.flatMap(({ severity, topic }) => (severity === "error" && topic !== undefined ? [topic] : [])));

export const EXIT = { clean: 0, findings: 1, usage: 2, input: 3, bug: 4, interrupted: 130 } as const;

/** `input/…` is unreadable or damaged input, `usage/…` and `config/…` are ours to correct, all else is a finding. */
export function exitCodeOf(diagnostics: readonly Diagnostic[]): number {
  const areas = new Set(
    diagnostics
      .filter((diagnostic) => diagnostic.severity === "error")
      .map((diagnostic) => diagnostic.code.split("/")[0]),
  );
  if (areas.has("usage") || areas.has("config")) return EXIT.usage;
  if (areas.has("input")) return EXIT.input;
  return areas.size > 0 ? EXIT.findings : EXIT.clean;
}

/** A bug of ours: the only thing that Wireloom throws. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`Wireloom bug: ${message}`);
}
