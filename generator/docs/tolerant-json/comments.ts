/** A comment at the end of a line says something about the member of that line. */

import type { DraftArray, DraftMember, DraftObject } from "./draft.js";
import { matchAt } from "./source-text.js";
import type { Comment } from "./tokens.js";

/** Both in page order. */
export function attachComments(text: string, comments: readonly Comment[], members: readonly DraftMember[]): void {
  let index = 0;
  for (const comment of comments) {
    if (matchAt(/[^\S\r\n]*(?:[\r\n]|$)/y, text, comment.end) === undefined) continue;
    while ((members[index]?.keyStart ?? Number.POSITIVE_INFINITY) < comment.start) index += 1;
    const member = ownerOf(members[index - 1], comment, text.lastIndexOf("\n", comment.start) + 1);
    if (member && comment.text !== "") member.comment = comment.text;
  }
}

/** In `"x": {"a": 1}, // text` the text is about `x`; in `{"a": 1}, // text` it is about an item, so about no member. */
function ownerOf(last: DraftMember | undefined, comment: Comment, lineStart: number): DraftMember | undefined {
  let member = last;
  while (member && member.keyStart >= lineStart) {
    let container: DraftObject | DraftArray = member.object;
    const isInline = (open: DraftObject | DraftArray): boolean => open.start >= lineStart && open.end <= comment.start;
    if (!isInline(container)) return member;
    while (container.holder?.kind === "array") {
      container = container.holder;
      if (!isInline(container)) return undefined;
    }
    member = container.holder;
  }
  return undefined;
}
