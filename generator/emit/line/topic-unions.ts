/** Types over the topics of a line: the same for all of it, or one for each connection where a topic is known only together with that. */

import { docComment, typeKey } from "../../code/code.js";
import type { LineSpec } from "../../spec/spec.js";
import { union } from "./imports.js";

/** Topics go by their names, because each has a request of its own. */
export const isKeyed = ({ file }: LineSpec): boolean => file.subscription.form === "event";

/** Topics go by their text, and a user says on which connection. */
export const takesConnection = (line: LineSpec): boolean => line.byConnection && !isKeyed(line);

export interface TypedTopic {
  readonly connections: readonly string[];
  /** What a user writes for it on a connection; undefined: on any. */
  readonly typesOn: (connection: string | undefined) => readonly string[];
}

/** `name`, or `name<C>`: whatever a user may write. */
export function unionType(line: LineSpec, name: string, about: string, topics: readonly TypedTopic[]): string {
  if (!takesConnection(line))
    return `${docComment(about)}export type ${name} = ${union(topics.flatMap(({ typesOn }) => typesOn(undefined)))};\n\n`;
  const rows = onConnections(line, topics, (those, name) => union(those.flatMap(({ typesOn }) => typesOn(name))));
  return [
    docComment(`${about} By connection.`),
    `export interface ${name}ByConnection {\n${rows}}\n\n`,
    docComment(about),
    `export type ${name}<C extends Connection = Connection> = ${name}ByConnection[C];\n\n`,
  ].join("");
}

/** `name<T>`, or `name<T, C>`: the `result` of the topic whose type T is. */
export function conditionalType(
  line: LineSpec,
  name: string,
  about: string,
  bound: string,
  topics: readonly (TypedTopic & { readonly result: string })[],
): string {
  const typeOf = (those: typeof topics, connection?: string): string => {
    const branches = those.flatMap(({ typesOn, result }) =>
      typesOn(connection).map((type) => `T extends ${type} ? ${result} : `),
    );
    return `${branches.join("\n  ")}never`;
  };
  if (topics.length === 0) return `${docComment(about)}export type ${name}<_ extends ${bound}> = never;\n\n`;
  if (!takesConnection(line))
    return `${docComment(about)}export type ${name}<T extends ${bound}> = ${typeOf(topics)};\n\n`;
  return [
    docComment(`${about} By connection.`),
    `export interface ${name}ByConnection<T> {\n${onConnections(line, topics, typeOf)}}\n\n`,
    docComment(about),
    `export type ${name}<T extends ${bound}, C extends Connection = Connection> = ${name}ByConnection<T>[C];\n\n`,
  ].join("");
}

const onConnections = <T extends TypedTopic>(
  line: LineSpec,
  topics: readonly T[],
  typeOf: (those: readonly T[], connection: string) => string,
): string =>
  Object.keys(line.file.connections)
    .map((name) => {
      const those = topics.filter(({ connections }) => connections.includes(name));
      return `  ${typeKey(name)}: ${typeOf(those, name)};\n`;
    })
    .join("");
