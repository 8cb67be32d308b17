/** How a topic is asked for: its slots as a form, what they make of the topic, and the request to send. */

import { listedOn, type PatternSlot, type TopicPattern } from "../../templates/runtime/topic-pattern.js";
import { fillRequest } from "../../templates/site/fill-request.js";
import type { SubscribePlan } from "../../templates/site/page-data.js";
import type { Json } from "../schema/json-schema.js";
import type { RequestTemplate, Slot } from "../spec/line-file.js";
import { entryOf, patternsOn } from "../spec/line-view.js";
import type { LineSpec, TopicSpec } from "../spec/spec.js";
import { exampleOf as exampleValue } from "../topic/pattern.js";
import { plainJson } from "./example.js";
import { html, type Markup } from "./markup.js";

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
  const isList = subscription.form === "args";
  const request = isList ? subscription.subscribe : entryOf(line, topic)?.request;
  const patterns = isList ? patternsOn(line, topic.subscribe, connection) : [];
  if (!request || (isList && patterns.length === 0))
    return html`<p>There is nothing to ask for: authentication subscribes to it.</p>`;
  const asked = [...slotsOf(line, patterns, connection), ...parametersOf(line, request, connection)];
  const plan = planOf(line, topic, request, patterns, asked);
  const chosen = Object.fromEntries(asked.map(({ name, example }) => [name, example]));
  const filled = fillRequest(plan, plan.patterns[0], chosen);
  const constraints = entryOf(line, topic)?.constraints ?? [];
  const [first = ""] = plan.patterns;
  return html`<form class="subscribe" data-plan="${JSON.stringify(plan)}">
${topic.connections.length > 1 ? selectField("connection", "connection", topic.connections, connection, "Where it is asked for.") : undefined}
${plan.patterns.length > 1 ? selectField("pattern", "pattern", plan.patterns, first, "Several are taken.") : undefined}
${asked.map(askedField)}
</form>
${filled.topic === undefined ? undefined : copied("Topic", "topic-text", html`${filled.topic}`)}
${copied("Request", "request-text", plainJson(filled.request as Json))}
${constraints.length > 0 ? html`<ul class="rules">${constraints.map((rule) => html`<li>${rule}</li>`)}</ul>` : undefined}`;
}

function planOf(
  line: LineSpec,
  topic: TopicSpec,
  request: RequestTemplate,
  patterns: readonly TopicPattern[],
  asked: readonly Asked[],
): SubscribePlan {
  const { subscription } = line.file;
  const topics = listParameter(line);
  const values = asked.flatMap(({ name }) => {
    const list = slotOf(line, name)?.values;
    return list ? [[name, Object.fromEntries(topic.connections.map((on) => [on, listedOn(list, on)]))] as const] : [];
  });
  return {
    patterns: patterns.map(({ text }) => text),
    request: request as SubscribePlan["request"],
    ...(topics !== undefined && { topics }),
    fixed: subscription.form === "event" ? { [subscription.member]: subscription.subscribe } : {},
    values: Object.fromEntries(values),
  };
}

const copied = (title: string, id: string, text: Markup): Markup =>
  html`<div class="copied"><h3>${title}</h3>${copyButton(id)}<pre class="code" tabindex="0"><code id="${id}">${text}</code></pre></div>`;

const copyButton = (target: string): Markup =>
  html`<button type="button" class="copy" data-copy="${target}" hidden>Copy</button>`;

/** Where each topic has a request of its own, no parameter is the list of them. */
const listParameter = ({ file: { subscription } }: LineSpec): string | undefined => {
  const parameters = subscription.form === "args" ? subscription.subscribe.parameters : {};
  return Object.keys(parameters).find((name) => parameters[name]?.type === "string[]");
};

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

/** Parameters that a client has to name: not what may be left out, the list of topics, and what says that it is a subscription. */
function parametersOf(line: LineSpec, request: RequestTemplate, connection: string): Asked[] {
  const { subscription } = line.file;
  const said = [listParameter(line), subscription.form === "event" ? subscription.member : undefined];
  return Object.entries(request.parameters)
    .filter(([name, { optional }]) => !said.includes(name) && optional !== true)
    .map(([name, { description, default: usual }]) => {
      const slot = slotOf(line, name);
      return {
        name,
        description,
        example: slot ? exampleValue(slot, connection) : String(usual ?? ANY),
        ...(slot?.values && { values: listedOn(slot.values, connection) }),
      };
    });
}

/** Such as an id that the client makes up. */
const ANY = 1;

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
