/** Requests of a line file: every slot has a parameter, every parameter a slot, and what was written can be read back. */

import { parsePattern } from "../../templates/runtime/topic-pattern.js";
import type { Json } from "../schema/json-schema.js";
import { slotNames } from "../topic/pattern.js";
import { slotFaults } from "../topic/pattern-faults.js";
import type { Fault, Path } from "./config-fault.js";
import type { LineFile, RequestTemplate } from "./line-file.js";

export function checkRequests(file: LineFile): Fault[] {
  const { authentication, heartbeat, subscription, topics } = file;
  const templates: (readonly [RequestTemplate | undefined, Path])[] = [
    [authentication?.request, ["authentication", "request"]],
    [heartbeat?.request, ["heartbeat", "request"]],
    ...topics.map(({ request }, index) => [request, ["topics", index, "request"]] as const),
  ];
  if (subscription.form === "args")
    for (const member of ["subscribe", "unsubscribe", "unsubscribeAll"] as const)
      templates.push([subscription[member], ["subscription", member]]);
  return templates.flatMap(([template, path]) => (template ? checkTemplate(template, path) : []));
}

function checkTemplate(template: RequestTemplate, path: Path): Fault[] {
  const texts = textsIn(template.message);
  const used = new Set(texts.flatMap(slotNames));
  const defined = Object.keys(template.parameters);
  return [
    ...texts.flatMap((text) =>
      [...slotFaults(parsePattern(text))].map(({ message, fix }) => ({
        path: [...path, "message"],
        message: `"${text}" of the request cannot be read back: ${message}.`,
        fix,
      })),
    ),
    ...[...used]
      .filter((slot) => !defined.includes(slot))
      .map((slot) => ({
        path: [...path, "message"],
        message: `The slot "{${slot}}" of the request has no parameter.`,
        fix: "Describe it below `parameters`.",
      })),
    ...defined
      .filter((name) => !used.has(name))
      .map((name) => ({
        path: [...path, "parameters", name],
        atName: true,
        message: `The parameter "${name}" stands nowhere in the request.`,
        fix: `Write "{${name}}" where its value belongs, or remove it.`,
      })),
  ];
}

const textsIn = (node: Json): string[] => {
  if (typeof node === "string") return [node];
  return node !== null && typeof node === "object" ? Object.values(node).flatMap(textsIn) : [];
};
