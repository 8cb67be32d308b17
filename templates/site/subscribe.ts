/** The form of a topic's slots: what is written in it stands in the topic and in the request at once. */

import { byId, element } from "./dom.js";
import { fillRequest } from "./fill-request.js";
import type { SubscribePlan } from "./page-data.js";

type Control = HTMLInputElement | HTMLSelectElement;

const SLOT = "slot-";

export function fillSubscribeForm(): void {
  const form = document.querySelector<HTMLFormElement>("form.subscribe");
  if (!form) return;
  const plan = JSON.parse(form.dataset.plan ?? "{}") as SubscribePlan;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", ({ target }) => {
    if (target === byId("connection")) offerValues(form, plan);
    render(form, plan);
  });
}

const controlsOf = (form: HTMLFormElement): readonly Control[] => [
  ...form.querySelectorAll<Control>(`[name^="${SLOT}"]`),
];

/** A slot may have other values on another connection. */
function offerValues(form: HTMLFormElement, { values }: SubscribePlan): void {
  const connection = byId<HTMLSelectElement>("connection")?.value ?? "";
  for (const control of controlsOf(form)) {
    const offered = values[control.name.slice(SLOT.length)]?.[connection];
    if (!offered || !(control instanceof HTMLSelectElement)) continue;
    const { value } = control;
    control.replaceChildren(...offered.map((text) => element("option", {}, text)));
    if (offered.includes(value)) control.value = value;
  }
}

function render(form: HTMLFormElement, plan: SubscribePlan): void {
  const chosen = Object.fromEntries(
    controlsOf(form).map((control) => [control.name.slice(SLOT.length), control.value.trim()]),
  );
  const pattern = byId<HTMLSelectElement>("pattern")?.value ?? plan.patterns[0];
  const { topic, request } = fillRequest(plan, pattern, chosen);
  const [topicText, requestText] = [byId("topic-text"), byId("request-text")];
  if (topicText && topic !== undefined) topicText.textContent = topic;
  if (requestText) requestText.textContent = JSON.stringify(request, null, 2);
}
