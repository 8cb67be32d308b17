/** The text of a message with its violations marked, each with what was expected below its line. */

import type { ValidationIssue } from "../runtime/validator.js";
import { element } from "./dom.js";
import { placesIn, readable, type TextRange } from "./places.js";

/** Of a long message only what is around a violation is shown. */
const LONG = 400;
const AROUND = 4;

interface Marked extends TextRange {
  readonly issue: ValidationIssue;
}

/** `say`: what is to be read at a violation. */
export function markedText(
  message: string,
  issues: readonly ValidationIssue[],
  say: (issue: ValidationIssue) => HTMLElement,
): HTMLElement {
  const text = readable(message);
  const placeOf = placesIn(text);
  const marks = issues.map((issue): Marked => ({ issue, ...placeOf(issue.pointer) })).sort((a, b) => a.start - b.start);
  const code = element("code");
  const lines = text.split("\n");
  const isNear = nearMarks(text, marks);
  let offset = 0;
  let left = 0;
  for (const [index, line] of lines.entries()) {
    const here = marks.filter(({ start }) => start >= offset && start <= offset + line.length);
    if (lines.length <= LONG || isNear(index)) {
      if (left > 0) code.append(element("i", {}, `  … ${left} lines …`), "\n");
      left = 0;
      code.append(...marked(line, offset, here), "\n", ...here.map(({ issue }) => say(issue)));
    } else left += 1;
    offset += line.length + 1;
  }
  if (left > 0) code.append(element("i", {}, `  … ${left} lines …`), "\n");
  return element("pre", { class: "code checked", tabindex: "0" }, code);
}

function nearMarks(text: string, marks: readonly Marked[]): (line: number) => boolean {
  const places = marks.map(({ start }) => text.slice(0, start).split("\n").length - 1);
  return (line) => line < AROUND || places.some((place) => Math.abs(place - line) <= AROUND);
}

/** Of a value that goes on in the next line its begin is marked. */
function marked(line: string, offset: number, marks: readonly Marked[]): (Node | string)[] {
  const parts: (Node | string)[] = [];
  let at = 0;
  for (const { start, end } of marks) {
    const [from, to] = [Math.max(start - offset, at), Math.min(end - offset, line.length)];
    if (to <= from) continue;
    parts.push(line.slice(at, from), element("mark", {}, line.slice(from, to)));
    at = to;
  }
  return [...parts, line.slice(at)];
}
