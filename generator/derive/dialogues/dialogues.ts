/** The documented dialogues of a line: what a page shows of an answer or a push, with the request that leads to it. */

import type { Dialogues } from "../../spec/dialogues.js";
import type { DerivedLine } from "../derive-line.js";
import { documentedPush } from "./pushes.js";
import { documentedReplies } from "./replies.js";
import { type Line, messageIn } from "./requests.js";

/** `isDerived`: topics, by module path, that have a schema; those without one are not shown. */
export function documentedDialogues(
  line: Line,
  { control, topics }: Pick<DerivedLine, "control" | "topics">,
  isDerived: (path: string) => boolean,
): Dialogues {
  const { file } = line;
  return {
    $schema: "../dialogues.schema.json",
    line: file.line,
    replies: file.replies.flatMap((reply) => documentedReplies(reply, control.examples, line)),
    pushes: topics
      .filter(({ path }) => isDerived(path))
      .flatMap(({ match: { evidence } }) =>
        evidence.examples.flatMap(({ form, node }) =>
          documentedPush(evidence.entry, form, messageIn(node), evidence.page.path, line),
        ),
      ),
  };
}
