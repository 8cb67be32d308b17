/** `line.yaml` as the data that clients run on: `protocol` of a generated package. */

import type { LineProtocol } from "../../templates/runtime/protocol.js";
import type { JsonValue, RequestTemplate as RuntimeTemplate } from "../../templates/runtime/request.js";
import type { Signing } from "../../templates/runtime/signature.js";
import { closedSlots } from "../topic/pattern.js";
import type { Authentication, Limit, RequestTemplate } from "./line-file.js";
import { entryOf } from "./line-view.js";
import type { LineSpec } from "./spec.js";

/** What clients read of a line, and what tools want to know besides. */
export interface ProtocolData extends LineProtocol {
  readonly title: string;
  readonly limits: readonly Omit<Limit, "source">[];
}

export function protocolOf(line: LineSpec): ProtocolData {
  const { file } = line;
  const authentication = file.authentication && {
    connections: file.authentication.connections,
    methods: file.authentication.methods,
    signing: signingOf(file.authentication),
    payload: file.authentication.payload,
    marginMs: file.authentication.expires.marginMs,
    success: file.authentication.success,
    ...(file.authentication.request ? { request: template(file.authentication.request) } : {}),
    ...(file.authentication.query ? { query: file.authentication.query } : {}),
  };
  const heartbeat = file.heartbeat && {
    request: template(file.heartbeat.request),
    reply: file.heartbeat.reply,
    intervalMs: file.heartbeat.intervalMs,
    ...(file.heartbeat.timeoutMs === undefined ? {} : { timeoutMs: file.heartbeat.timeoutMs }),
    liveness: file.heartbeat.liveness ?? "any-frame",
  };
  const { subscription } = file;
  return {
    line: file.line,
    title: file.title,
    connections: Object.fromEntries(
      Object.entries(file.connections).map(([name, { access, endpoints }]) => [name, { access, endpoints }]),
    ),
    ...(authentication ? { authentication } : {}),
    ...(heartbeat ? { heartbeat } : {}),
    subscription:
      subscription.form === "args"
        ? {
            form: "args",
            subscribe: template(subscription.subscribe),
            unsubscribe: template(subscription.unsubscribe),
            ...(subscription.unsubscribeAll ? { unsubscribeAll: template(subscription.unsubscribeAll) } : {}),
            ...(subscription.filters
              ? { filters: { separator: subscription.filters.separator, wildcard: subscription.filters.wildcard } }
              : {}),
            ...(subscription.maxTopics === undefined ? {} : { maxTopics: subscription.maxTopics }),
            ...(subscription.connectionLimits ? { connectionLimits: subscription.connectionLimits } : {}),
            ...(subscription.instance ? { instance: subscription.instance } : {}),
          }
        : {
            form: "event",
            member: subscription.member,
            subscribe: subscription.subscribe,
            unsubscribe: subscription.unsubscribe,
            ...(subscription.symbolSeparator === undefined ? {} : { symbolSeparator: subscription.symbolSeparator }),
            symbolSeparatorConnections: subscription.symbolSeparatorConnections ?? Object.keys(file.connections),
            instance: subscription.instance ?? {},
            requests: Object.fromEntries(
              line.topics.flatMap((topic) => {
                const request = entryOf(line, topic)?.request;
                return request ? [[topic.modulePath, template(request)]] : [];
              }),
            ),
          },
    slots: closedSlots(file),
    correlation: file.correlation,
    ...(file.reason ? { reasons: [file.reason.pointer, ...(file.reason.others ?? [])] } : {}),
    ...(file.serverTime ? { serverTime: file.serverTime.map(({ pointer, unit }) => ({ pointer, unit })) } : {}),
    limits: file.limits.map(({ name, value, unit }) => ({ name, value, unit })),
  };
}

const signingOf = (authentication: Authentication): Signing =>
  authentication.algorithm === "function"
    ? { algorithm: authentication.algorithm }
    : { algorithm: authentication.algorithm, encoding: authentication.encoding };

/** Without the words: those stand in the types. */
function template({ message, parameters }: RequestTemplate): RuntimeTemplate {
  return {
    message: message as JsonValue,
    parameters: Object.fromEntries(
      Object.entries(parameters).map(([name, { type, optional, default: fallback }]) => [
        name,
        { type, ...(optional ? { optional } : {}), ...(fallback === undefined ? {} : { default: fallback }) },
      ]),
    ),
  };
}
