/** What a line's protocol and the user's options make of one of its connections. */

import { type AuthenticationOptions, authenticationMessage, authenticationQuery } from "./authentication.js";
import { ClientError } from "./client-error.js";
import type { ClientOptions } from "./client-options.js";
import type { HeartbeatOptions } from "./heartbeat.js";
import { platform } from "./platform.js";
import type { LineProtocol } from "./protocol.js";
import { buildRequest, type RequestTemplate } from "./request.js";
import type { ServerClock } from "./server-clock.js";
import type { EndpointOptions } from "./socket-session.js";

type Options = Pick<
  ClientOptions<never>,
  "WebSocket" | "authentication" | "credentials" | "heartbeat" | "network" | "url"
>;

/** @throws TypeError if there is no WebSocket class, no such connection, or no endpoint of it on the network. */
export function setUpConnection(
  protocol: LineProtocol,
  options: Options,
  name: string,
  clock: Pick<ServerClock, "offsetMs">,
): Pick<EndpointOptions, "WebSocket" | "authenticate" | "heartbeat" | "isSigned" | "url"> {
  if (!Object.hasOwn(protocol.connections, name))
    throw new TypeError(
      `${protocol.line} has no connection "${name}": ${Object.keys(protocol.connections).join(", ")}.`,
    );
  // What a function of the user's says is asked for with each attempt; what the line documents is there or not.
  if (options.url === undefined) endpointOf(protocol, options, name);
  const WebSocket = options.WebSocket ?? platform.WebSocket;
  if (!WebSocket)
    throw new TypeError("This platform has no WebSocket: pass a class as `WebSocket`, e.g. the one of the ws package.");
  const heartbeat = protocol.heartbeat && heartbeatOf(protocol.heartbeat, options.heartbeat);
  return {
    WebSocket,
    ...authenticated(protocol, options, name, clock, () => endpointOf(protocol, options, name)),
    ...(heartbeat ? { heartbeat } : {}),
  };
}

/** The URL and the message that authenticate, as far as this connection wants them. */
function authenticated(
  protocol: LineProtocol,
  { credentials, authentication = {} }: Options,
  name: string,
  clock: Pick<ServerClock, "offsetMs">,
  url: () => string,
): Pick<EndpointOptions, "authenticate" | "isSigned" | "url"> {
  const rule = protocol.authentication;
  if (!rule?.connections.includes(name)) return { url };
  if (!credentials) {
    const text = `The connection "${name}" is private: pass \`credentials\`.`;
    return { url: () => Promise.reject(new ClientError("authentication", text, { connection: name })) };
  }
  const method = authentication.method ?? rule.methods[0];
  const timed = (): AuthenticationOptions => ({ clockOffsetMs: clock.offsetMs, ...authentication });
  return method === "query"
    ? { url: async () => url() + (await authenticationQuery(rule, credentials, timed())), isSigned: true }
    : { url, authenticate: () => authenticationMessage(rule, credentials, timed()) };
}

/** @throws TypeError if the line documents none for it on that network. */
export function endpointOf(protocol: LineProtocol, { url, network }: Options, name: string): string {
  if (url !== undefined) return typeof url === "string" ? url : url(name);
  const endpoints = protocol.connections[name]?.endpoints ?? {};
  const found = endpoints[network ?? Object.keys(endpoints)[0] ?? ""]?.[0];
  if (found === undefined) throw new TypeError(`The connection "${name}" has no endpoint on "${network}".`);
  return found;
}

function heartbeatOf(
  { request, intervalMs, liveness }: NonNullable<LineProtocol["heartbeat"]>,
  wanted: Options["heartbeat"] = {},
): HeartbeatOptions {
  return {
    text: () => JSON.stringify(buildRequest(request, { time: timeFor(request) })),
    intervalMs: wanted.intervalMs ?? intervalMs,
    quietMs: wanted.quietMs ?? 5000,
    timeoutMs: wanted.timeoutMs ?? 3000,
    liveness,
  };
}

/** The time that a ping repeats, in the type that its template asks for. */
function timeFor({ parameters }: RequestTemplate): string | number {
  return parameters.time?.type === "string" ? String(Date.now()) : Date.now();
}
