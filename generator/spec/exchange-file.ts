/** `schemas/exchange.yaml`: what people know of the exchange and its pages, whichever the product line. */

import { join, relative } from "node:path";
import type { Report } from "../diagnostics/diagnostic.js";
import type { PlaceholderStyle } from "../docs/page.js";
import { exists } from "../host/folders.js";
import { ownSchema } from "../host/own-schema.js";
import { readText } from "../host/read-text.js";
import { readKnown } from "./known-files.js";
import { type ConfigKind, readConfigFile } from "./read-config-file.js";

export interface ExchangeFile {
  /** As it stands in keywords. */
  readonly name: string;
  /** For people. */
  readonly title: string;
  /** Name of the generated package. */
  readonly package: string;
  /** Where pages come from, by the first part of their paths. */
  readonly repositories: Readonly<Record<string, Repository>>;
  /** Members in which messages name their topic. Where a line file says nothing else, pushes name it in the first. */
  readonly topicMembers: readonly [string, ...string[]];
  /** How pages and messages name contracts. */
  readonly symbols: {
    /** Members that hold one. */
    readonly members: readonly string[];
    /** What the names end in, by the currency of the price. */
    readonly quotes: readonly string[];
  };
  /** How the example of a request is told from that of a push. */
  readonly requests: {
    /** Members that say what is to be done. */
    readonly members: readonly string[];
    /** Pointers to parameters, which answers repeat. */
    readonly parameters: readonly string[];
  };
  readonly answers: {
    /** Members that answers have, and no request. */
    readonly members: readonly string[];
    /** Member that names the connection. */
    readonly connection?: string;
  };
  /** Where the records of a push stand. */
  readonly records: {
    /** The member below which they stand; in a message without it they stand at its root. */
    readonly payload?: string;
    /** Members that hold records of the topic itself. */
    readonly containers: readonly string[];
    /** Member that holds what is deleted: keys of records alone. */
    readonly deleted?: string;
  };
  readonly enums: {
    /** Names that say too little to be the name of a type: the topic's stands before them. */
    readonly vague: readonly string[];
    /** Names of lists that are samples or rules. */
    readonly open: readonly string[];
    /** Words in capitals that are no values. */
    readonly noValues: readonly string[];
  };
  /** How pages write a text that stands in their locale file; absent where none do. */
  readonly placeholders?: PlaceholderStyle;
  /** Comments that tables repeat at fields of another meaning. */
  readonly copied: readonly CopiedComment[];
}

export interface Repository {
  /** Where people read its files; `HEAD` in it stands for a revision. */
  readonly web?: string;
  /** What `docs` fetches it from. */
  readonly git?: string;
  /** Commit, tag or branch that `docs` fetches; absent: upstream's HEAD. */
  readonly revision?: string;
}

/** `*` in phrases and names is any text; upper and lower case are the same. */
export interface CopiedComment {
  readonly comment: string;
  /** What the comment is right for: all that is said must hold. */
  readonly belongs: {
    /** Fields of this name. */
    readonly field?: string;
    /** Messages that have one of these members, or none of them. */
    readonly beside?: readonly string[];
    readonly notBeside?: readonly string[];
    /** All lines but these. */
    readonly notLines?: readonly string[];
    /** Fields that are no lists. */
    readonly single?: boolean;
  };
  /** What the field is instead. */
  readonly because: string;
}

export const EXCHANGE_FILE = "exchange.yaml";

/** What an exchange.yaml need not say. */
const UNSAID = {
  repositories: {},
  symbols: { members: [], quotes: [] },
  requests: { members: [], parameters: [] },
  answers: { members: [] },
  records: { containers: [] },
  enums: { vague: [], open: [], noValues: [] },
  copied: [],
} satisfies Partial<ExchangeFile>;

/** In place of one that cannot be read; the report says why. */
export const NO_EXCHANGE: ExchangeFile = { ...UNSAID, name: "", title: "", package: "", topicMembers: [""] };

const ABOUT = "An exchange file is a YAML mapping with the members of schemas/exchange.schema.json.";

/** As it is written: a repository may be no more than the URL where people read it. */
interface WrittenExchange extends Omit<Partial<ExchangeFile>, "repositories"> {
  readonly repositories?: Readonly<Record<string, string | Repository>>;
}

const KIND: ConfigKind<WrittenExchange> = {
  code: "config/exchange-file",
  schemaName: "exchange.schema.json",
  about: ABOUT,
  checks: [],
};

/** Of a spec folder. */
export function readExchangeFile(root: string, report: Report): ExchangeFile {
  const path = join(root, EXCHANGE_FILE);
  const file = relative(process.cwd(), path);
  if (!exists(path)) {
    report.add({
      code: KIND.code,
      severity: "error",
      message: `The spec folder has no ${EXCHANGE_FILE}.`,
      file,
      fix: "Write one: `name`, `title`, `package`, `topicMembers`, and what else schemas/exchange.schema.json has.",
    });
    return NO_EXCHANGE;
  }
  const schema = ownSchema("exchange");
  const source = readText(path, { name: file, fix: ABOUT }, report);
  const read =
    source === undefined ? undefined : readKnown(source, schema, () => checkExchangeFile(source, file, schema, report));
  return read ?? NO_EXCHANGE;
}

/** Undefined if the file is faulty; the report has every fault. */
export function checkExchangeFile(
  source: string,
  file: string,
  schema: object,
  report: Report,
): ExchangeFile | undefined {
  const written = readConfigFile(KIND, source, file, schema, report);
  if (!written) return undefined;
  const repositories = Object.entries(written.repositories ?? {}).map(([name, repository]) => [
    name,
    typeof repository === "string" ? { web: repository } : repository,
  ]);
  return { ...UNSAID, ...written, repositories: Object.fromEntries(repositories) } as ExchangeFile;
}
