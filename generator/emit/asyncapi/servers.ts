/** Endpoints as servers: one for each URL, with what it takes to be let in. */

import type { Authentication } from "../../spec/line-file.js";
import type { LineSpec } from "../../spec/spec.js";

export interface EndpointServer {
  readonly key: string;
  readonly connection: string;
  readonly server: object;
}

export const securityKey = (line: LineSpec): string => `${line.name}.signature`;

export function serversOf(line: LineSpec): EndpointServer[] {
  const { connections, authentication } = line.file;
  return Object.entries(connections).flatMap(([connection, { description, endpoints }]) =>
    Object.entries(endpoints).flatMap(([network, urls]) =>
      urls.map((text, index): EndpointServer => {
        const url = new URL(text);
        const signed = authentication?.connections.includes(connection) === true;
        return {
          key: [line.name, connection, network, ...(index > 0 ? [String(index + 1)] : [])].join("."),
          connection,
          server: {
            host: url.host,
            pathname: url.pathname,
            protocol: url.protocol.slice(0, -1),
            title: `${line.file.title}, ${connection}, ${network}`,
            description,
            tags: [{ name: line.name }, { name: network }],
            ...(signed && { security: [{ $ref: `#/components/securitySchemes/${securityKey(line)}` }] }),
          },
        };
      }),
    ),
  );
}

/** AsyncAPI knows no scheme by which a payload is signed: it is an API key, and the words say what is done with it. */
export const securityScheme = ({ methods, algorithm, payload, expires }: Authentication): object => ({
  type: "apiKey",
  in: "user",
  description: `An API key and a signature (${algorithm}) of ${payload}, sent ${methods.map((method) => WAYS[method]).join(" or ")}; it is good for ${expires.marginMs} ms.`,
});

const WAYS = { message: "in the first message", query: "in the query of the URL" } as const;
