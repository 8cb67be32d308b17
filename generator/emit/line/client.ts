/** `client.ts`: the line's client class, from templates/client.ts.hbs. All decisions are made here. */

import Handlebars from "handlebars";
import type { Signing } from "../../../templates/runtime/signature.js";
import { commentLines, fileHeader, literal } from "../../code/code.js";
import { invariant } from "../../diagnostics/diagnostic.js";
import { sourceOf } from "../../spec/line-view.js";
import type { LineSpec } from "../../spec/spec.js";
import { isKeyed, takesConnection } from "./topic-unions.js";

interface ClientView {
  readonly header: string;
  readonly className: string;
  readonly title: string;
  readonly connections: readonly { readonly text: string }[];
  /** Its parser has to be told the connection. */
  readonly parsesByConnection: boolean;
  /** A user has to say on which connection. */
  readonly byConnection: boolean;
  /** Topics go by their names, and their requests have parameters. */
  readonly keyed: boolean;
  /** A topic names one symbol. */
  readonly single: boolean;
  /** How a user names a topic, one with a book, one with records. */
  readonly topic: Naming;
  readonly book: Naming;
  readonly records: Naming;
  readonly books: boolean;
  readonly tables: boolean;
  /** Networks that every connection has. */
  readonly networkType: string;
  /** Names of types; empty on a line without authentication. */
  readonly credentialTypes: string;
  readonly credentialsType: string;
  /** For the comment on `on`. */
  readonly sampleName: string;
  readonly sampleForm: string;
}

/** The parts of a method that takes a topic. */
interface Naming {
  readonly generics: string;
  readonly parameters: string;
  /** What the client is given for it. */
  readonly address: string;
  readonly payload: string;
  readonly record: string;
}

export function emitClient(line: LineSpec, templates: ReadonlyMap<string, string>): string {
  const name = "client.ts.hbs";
  const template = templates.get(name);
  invariant(template !== undefined, `the template ${name} is missing`);
  // noEscape: the output is TypeScript, not HTML. strict: a name that the view lacks is a bug, not an empty text.
  const render = Handlebars.compile<ClientView>(template, { noEscape: true, strict: true, knownHelpersOnly: true });
  return render(viewOf(line));
}

/** Types of templates/runtime/signature.ts that can sign so. */
const CREDENTIALS: Readonly<Record<Signing["algorithm"], readonly string[]>> = {
  "hmac-sha256": ["SecretCredentials", "SignerCredentials"],
  ed25519: ["PrivateKeyCredentials", "SignerCredentials"],
  function: ["SignerCredentials"],
};

function viewOf(line: LineSpec): ClientView {
  const { file } = line;
  const connections = Object.entries(file.connections);
  const [first, ...others] = connections.map(([, { endpoints }]) => Object.keys(endpoints));
  const networks = (first ?? []).filter((network) => others.every((names) => names.includes(network)));
  const credentials = file.authentication ? CREDENTIALS[file.authentication.algorithm] : [];
  const sample = line.topics[0];
  const naming = namingOf(line);
  const sampleName = commentLines(sample ? sample.modulePath : "").join(" ");
  return {
    header: fileHeader(sourceOf(line)),
    className: `${line.typeName}Client`,
    title: commentLines(file.title)[0] ?? "",
    connections: connections.map(([name, { description, endpoints }]) => ({
      text: commentLines(`${name}: ${description} ${Object.values(endpoints).flat()[0] ?? ""}`).join(" "),
    })),
    parsesByConnection: line.byConnection,
    byConnection: takesConnection(line),
    keyed: isKeyed(line),
    single: isSingle(line),
    topic: naming("SubscribeTopic"),
    book: naming("BookTopic"),
    records: naming("RecordsTopic"),
    books: file.topics.some(({ book }) => book !== undefined),
    tables: file.topics.some(({ records }) => records !== undefined),
    networkType: networks.map((network) => literal(network)).join(" | ") || "never",
    credentialTypes: credentials.join(", "),
    credentialsType: credentials.join(" | ") || "never",
    sampleName,
    sampleForm: commentLines(`${sampleName}/${sample?.forms[0]?.name ?? ""}`).join(" "),
  };
}

/** No topic stands for several. */
const isSingle = ({ file: { subscription } }: LineSpec): boolean =>
  subscription.form === "args" && subscription.filters === undefined;

function namingOf(line: LineSpec): (type: string) => Naming {
  if (isKeyed(line)) return KEYED;
  const topic = isSingle(line) ? "T & SingleTopic<T>" : "T";
  return takesConnection(line) ? byConnection(topic) : plain(topic);
}

/** By the text that is subscribed to. */
const plain =
  (topic: string) =>
  (type: string): Naming => ({
    generics: `const T extends ${type}`,
    parameters: `topic: ${topic}`,
    address: "{ topic, values: {} }",
    payload: "PayloadOf<T>",
    record: "RecordOf<T>",
  });

/** By the text and where it is subscribed to. */
const byConnection =
  (topic: string) =>
  (type: string): Naming => ({
    generics: `const C extends Connection, const T extends ${type}<C>`,
    parameters: `connection: C, topic: ${topic}`,
    address: "{ topic, values: {}, connection }",
    payload: "PayloadOf<T, C>",
    record: "RecordOf<T, C>",
  });

/** By the name of the topic and what its request has to say. */
const KEYED = (type: string): Naming => ({
  generics: `T extends ${type}`,
  parameters: "topic: T, parameters: RequestParameters[T]",
  address: "{ topic, values: parameters }",
  payload: "PayloadOf<T>",
  record: "RecordOf<T>",
});
