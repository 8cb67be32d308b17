/** A topic as the command line has it: `trade.ABC`, `perp:trade.ABC` on a connection, `v1/trade?symbol=ABC` where each topic has a request. */

import type { LineProtocol } from "../../templates/runtime/protocol.js";
import type { JsonValue } from "../../templates/runtime/request.js";
import type { Address } from "../../templates/runtime/topic-index.js";

/** @throws TypeError if it names a parameter that the request of the topic has not, or that takes another value. */
export function readTopic(text: string, { connections, subscription }: LineProtocol): Address {
  const colon = text.indexOf(":");
  const connection = text.slice(0, Math.max(colon, 0));
  const isNamed = Object.hasOwn(connections, connection);
  const rest = isNamed ? text.slice(colon + 1) : text;
  const place = isNamed ? { connection } : {};
  if (subscription.form === "args") return { topic: rest, values: {}, ...place };
  const [topic = "", query] = rest.split(/\?(.*)/s);
  const parameters = Object.hasOwn(subscription.requests, topic) ? subscription.requests[topic]?.parameters : undefined;
  const values = Object.fromEntries(
    [...new URLSearchParams(query)].map(([name, value]) => {
      if (parameters && !Object.hasOwn(parameters, name))
        throw new TypeError(`The request of "${topic}" has no "${name}": ${Object.keys(parameters).join(", ")}.`);
      return [name, parameterOf(name, value, parameters?.[name]?.type)];
    }),
  );
  return { topic, values, ...place };
}

function parameterOf(name: string, text: string, type: string | undefined): JsonValue {
  switch (type) {
    case "integer":
    case "number": {
      const number = Number(text);
      if (text === "" || !Number.isFinite(number) || (type === "integer" && !Number.isInteger(number)))
        throw new TypeError(`"${name}" must be ${type === "integer" ? "an integer" : "a number"}: "${text}".`);
      return number;
    }
    case "boolean":
      if (text !== "true" && text !== "false") throw new TypeError(`"${name}" must be true or false: "${text}".`);
      return text === "true";
    case "string[]":
      return text.split(",");
    default:
      return text;
  }
}

/** How topics of a line are written, for people. */
export function topicsInWords(
  { connections, subscription }: LineProtocol,
  topics: Readonly<
    Record<
      string,
      {
        readonly connections: readonly string[];
        readonly topics: readonly string[];
        readonly subscribe?: readonly string[];
      }
    >
  >,
): string[] {
  const isOne = Object.keys(connections).length === 1;
  return Object.entries(topics).flatMap(([path, facts]) => {
    if (subscription.form === "event") {
      const names = Object.entries(subscription.requests[path]?.parameters ?? {}).flatMap(([name, parameter]) =>
        parameter.optional === true || parameter.default !== undefined || name === subscription.member ? [] : [name],
      );
      return [path + (names.length === 0 ? "" : `?${names.map((name) => `${name}=…`).join("&")}`)];
    }
    const patterns = facts.subscribe ?? facts.topics;
    const isShared = facts.connections.length > 1 && !isOne;
    return patterns.map((pattern) => (isShared ? `${facts.connections.join("|")}:${pattern}` : pattern));
  });
}
