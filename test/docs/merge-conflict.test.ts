import { expect, it } from "vitest";
import { conflictLine } from "../../generator/docs/merge-conflict.js";

const CONFLICT = "<<<<<<< HEAD\na\n=======\nb\n>>>>>>> other\n";

it.each([
  ["a page", "# Title\n\nText\n", undefined],
  ["a conflict at its start", CONFLICT, 1],
  ["a conflict further down", `# Title\n\n${CONFLICT}`, 3],
  ["with the common text between", CONFLICT.replace("=======", "||||||| base\nc\n======="), 1],
  ["with the line ends of Windows", `# Title\r\n${CONFLICT.replaceAll("\n", "\r\n")}`, 2],
  ["a title that is underlined", "Title\n=======\n", undefined],
  ["a quote in a quote", "Title\n=======\n\n>>>>>>> deep\n", undefined],
  ["marks in another order", ">>>>>>> a\n=======\n<<<<<<< b\n", undefined],
  ["a text about marks", "Lines begin with <<<<<<< and >>>>>>>.\n", undefined],
])("%s", (_, source, line) => {
  expect(conflictLine(source)).toBe(line);
});
