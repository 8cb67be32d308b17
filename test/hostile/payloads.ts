/** Texts that want to be something else: a member of every object, code, markup, a path, half a character. */

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
/** Of one sink. All of them, where `HOSTILE=all` asks for it: that takes minutes. */
const PER_SINK = process.env.HOSTILE === "all" ? NAMES.length : 7;

/** Every sink gets others, and every text comes to more than a third of the sinks. */
export const payloadsOf = (sink: number): (readonly [name: string, text: string])[] =>
  Array.from({ length: PER_SINK }, (_, round) => NAMES[(sink + 5 * round) % NAMES.length] ?? "").map((name) => [
    name,
    PAYLOADS[name] ?? "",
  ]);
