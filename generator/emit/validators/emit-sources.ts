/** `src/<line>/sources.ts`: the lines of the pages, in one module, because an edit of a page moves them all. */

import { docComment, fileHeader, literal } from "../../code/code.js";
import { provenanceOf } from "../../spec/provenance.js";
import { SOURCE_MAP } from "../../spec/source-map.js";
import type { LineSpec } from "../../spec/spec.js";

export function emitSources(line: LineSpec): string {
  const forms = [
    ...line.topics.flatMap(({ forms, source }) => forms.map((form) => ({ ...form, source }))),
    ...line.replies.map((reply) => ({ ...reply, source: line.controlSource })),
  ];
  const constants = forms.map(({ typeName, type, source }) => {
    const { page, lines } = provenanceOf(type, source.page ?? "");
    const doc = docComment(
      `Lines of ${page === "" ? "the documentation" : page} that describe ${typeName}, by pointer.`,
    );
    return `${doc}export const ${typeName}: Readonly<Record<string, number>> = ${literal(lines)};\n`;
  });
  return [
    fileHeader(`schemas/${line.name}/${SOURCE_MAP}`),
    ...(constants.length > 0 ? constants : ["export {};\n"]),
  ].join("\n");
}
