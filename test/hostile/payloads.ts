/** Texts that want to be something else: a member of every object, code, markup, a path, half a character. */

import { THOROUGH } from "../effort.js";

export const PAYLOADS: Readonly<Record<string, string>> = {
  "an inherited name": "constructor",
  "the prototype": "__proto__",
  "an inherited method": "toString",
  "half a character": "evil\ud800",
  "the end of a comment": "*/ evil(); /*",
  "a template": "`${evil()}`",
  "the end of a string": '"]; evil(); //',
  "a line separator": "\u2028evil()",
  "a bidirectional control": "\u202eevil()",
  "control characters": "\u0000evil()\u0007",
  nothing: "",
  "five thousand characters": "evil ".repeat(1000),
  "a path outside": "../../evil",
  markup: "<script>evil()</script>",
  "a line break": "evil\n# evil()",
  "half a regular expression": "([evil",
  handlebars: "{{evil}}",
  "a pointer with holes": "%/~2/evil%",
};

const NAMES = Object.keys(PAYLOADS);

/**
 * Texts for one of so many sinks. Neighbours get others, and all sinks together get every text; a sink of many gets one
 * of them, or with THOROUGH=1 all.
 */
export function payloadsOf(sink: number, sinks: number): (readonly [name: string, text: string])[] {
  const count = THOROUGH ? NAMES.length : Math.ceil(NAMES.length / sinks);
  const step = THOROUGH ? 1 : sinks;
  const names = Array.from({ length: count }, (_, round) => NAMES[(sink + round * step) % NAMES.length] ?? "");
  return names.map((name) => [name, PAYLOADS[name] ?? ""]);
}
