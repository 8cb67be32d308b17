/** How a topic is asked for: its slots as a form, what they make of the topic, and the request to send. */

import { buildRequest, type JsonValue } from "../../templates/runtime/request.js";
import { fillPattern, listedOn, type PatternSlot, type TopicPattern } from "../../templates/runtime/topic-pattern.js";
import type { Json } from "../schema/json-schema.js";
import type { RequestTemplate, Slot } from "../spec/line-file.js";
import { entryOf, patternsOn } from "../spec/line-view.js";
import type { LineSpec, TopicSpec } from "../spec/spec.js";
import { exampleOf as exampleValue } from "../topic/pattern.js";
import { plainJson } from "./example.js";
import { html, type Markup } from "./markup.js";

/** What the script of the page makes topics and requests of; an attribute of the form holds it. */
export interface SubscribePlan {
  /** The patterns that a client may ask for. Of a line with a request for each topic: none. */
  readonly patterns: readonly string[];
  readonly request?: RequestTemplate;
  /** Parameters of the request that are not asked for: `"{topics}"` is filled with the topic. */
  readonly topics?: string;
  readonly fixed: Readonly<Record<string, JsonValue>>;
  /** What a slot may have on each connection, where that is a list. */
  readonly values: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

interface Asked {
  readonly name: string;
  readonly description: string;
  readonly example: string;
  /** On the first connection. */
  readonly values?: readonly string[];
}

export function subscribeForm(line: LineSpec, topic: TopicSpec): Markup {
  const [connection] = topic.connections;
  const { subscription } = line.file;
  const request = subscription.form === "args" ? subscription.subscribe : entryOf(line, topic)?.request;
  const patterns = subscription.form === "args" ? patternsOn(line, topic.subscribe, connection) : [];
  if (!request || (subscription.form === "args" && patterns.length === 0))
    return html`<p>There is nothing to ask for: authentication subscribes to it.</p>`;
  const asked =
    subscription.form === "args" ? slotsOf(line, patterns, connection) : parametersOf(line, request, connection);
  const plan: SubscribePlan = {
    patterns: patterns.map(({ text }) => text),
    request,
    ...(subscription.form === "args" && { topics: listParameter(request) }),
    fixed: subscription.form === "event" ? { [subscription.member]: subscription.subscribe } : {},
    values: Object.fromEntries(
      asked.flatMap(({ name }) => {
        const list = slotOf(line, name)?.values;
        return list ? [[name, Object.fromEntries(topic.connections.map((on) => [on, listedOn(list, on)]))]] : [];
      }),
    ),
  };
  const chosen = Object.fromEntries(asked.map(({ name, example }) => [name, example]));
  const [pattern] = patterns;
  const text = pattern && fillPattern(pattern, (slot) => chosen[slot] ?? "");
  const message = requestFor(plan, text, chosen);
  const constraints = entryOf(line, topic)?.constraints ?? [];
  return html`<form class="subscribe" data-plan="${JSON.stringify(plan)}">
${topic.connections.length > 1 ? selectField("connection", "connection", topic.connections, connection, "Where it is asked for.") : undefined}
${
  patterns.length > 1
    ? selectField(
        "pattern",
        "pattern",
        patterns.map((one) => one.text),
        patterns[0]?.text ?? "",
        "Several are taken.",
      )
    : undefined
}
${asked.map(askedField)}
</form>
${text === undefined ? undefined : html`<div class="copied"><h3>Topic</h3>${copyButton("topic-text")}<pre><code id="topic-text">${text}</code></pre></div>`}
<div class="copied"><h3>Request</h3>${copyButton("request-text")}<pre><code id="request-text">${plainJson(message as Json)}</code></pre></div>
${constraints.length > 0 ? html`<ul class="rules">${constraints.map((rule) => html`<li>${rule}</li>`)}</ul>` : undefined}`;
}

const copyButton = (target: string): Markup =>
  html`<button type="button" class="copy" data-copy="${target}" hidden>Copy</button>`;

const requestFor = (
  plan: SubscribePlan,
  topic: string | undefined,
  chosen: Readonly<Record<string, string>>,
): JsonValue =>
  plan.request
    ? buildRequest(plan.request as Parameters<typeof buildRequest>[0], {
        ...chosen,
        ...plan.fixed,
        ...(plan.topics !== undefined && topic !== undefined && { [plan.topics]: [topic] }),
      })
    : null;

const listParameter = ({ parameters }: RequestTemplate): string =>
  Object.keys(parameters).find((name) => parameters[name]?.type === "string[]") ?? "topics";

const slotOf = ({ file: { slots } }: LineSpec, name: string): Slot | undefined =>
  Object.hasOwn(slots, name) ? slots[name] : undefined;

/** Of all patterns that a client may ask for. */
function slotsOf(line: LineSpec, patterns: readonly TopicPattern[], connection: string): Asked[] {
  const slots = patterns.flatMap(({ parts }) => parts.filter((part): part is PatternSlot => "slot" in part));
  return [...new Map(slots.map((slot) => [slot.slot, slot])).values()].map(({ slot: name, values }) => ({
    name,
    description: slotOf(line, name)?.description ?? "",
    example: exampleValue(slotOf(line, name), connection),
    ...(values && { values: [...values] }),
  }));
}

/** Parameters that a client has to name: what may be left out, and what subscribing itself says, is not asked for. */
function parametersOf(line: LineSpec, { parameters }: RequestTemplate, connection: string): Asked[] {
  const { subscription } = line.file;
  const said = subscription.form === "event" ? subscription.member : "";
  return Object.entries(parameters)
    .filter(([name, { optional }]) => name !== said && optional !== true)
    .map(([name, parameter]) => {
      const slot = slotOf(line, name);
      return {
        name,
        description: parameter.description,
        example: slot ? exampleValue(slot, connection) : String(parameter.default ?? ""),
        ...(slot?.values && { values: listedOn(slot.values, connection) }),
      };
    });
}

const askedField = ({ name, description, example, values }: Asked): Markup =>
  values
    ? selectField(`slot-${name}`, name, values, example, description)
    : field(
        `slot-${name}`,
        name,
        description,
        html`<input id="slot-${name}" name="slot-${name}" value="${example}" autocomplete="off" spellcheck="false" aria-describedby="slot-${name}-about">`,
      );

const selectField = (
  id: string,
  name: string,
  values: readonly string[],
  chosen: string,
  description: string,
): Markup =>
  field(
    id,
    name,
    description,
    html`<select id="${id}" name="${id}" autocomplete="off" aria-describedby="${id}-about">${values.map((value) =>
      value === chosen ? html`<option selected>${value}</option>` : html`<option>${value}</option>`,
    )}</select>`,
  );

const field = (id: string, name: string, description: string, control: Markup): Markup =>
  html`<div class="field"><label for="${id}">${name}</label>${control}<small id="${id}-about">${description}</small></div>`;
