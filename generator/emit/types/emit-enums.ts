/** `src/<line>/enums.ts`: documented values as constants, and open types. */

import { docComment, fileHeader, literal, propertyKey } from "../../code/code.js";
import type { ExchangeFile } from "../../spec/exchange-file.js";
import type { EnumSpec, LineSpec } from "../../spec/spec.js";
import { docPlace } from "./doc-place.js";
import { parseDeclarations } from "./reparse.js";

export type EnumsInput = Pick<LineSpec, "name" | "enums"> & { readonly exchange: Pick<ExchangeFile, "repositories"> };

export function emitEnums(line: EnumsInput): string {
  const enums = line.enums.map((own) => emitEnum(own, line)).join("\n");
  const text = `${fileHeader(`schemas/${line.name}`)}\n${enums === "" ? "export {};\n" : enums}`;
  parseDeclarations(text);
  return text;
}

function emitEnum({ name, values, pages }: EnumSpec, { exchange }: EnumsInput): string {
  const keys = new Set<string>();
  const members = values.map((value) => {
    const key = memberKey(value, keys);
    keys.add(key);
    return `  ${propertyKey(key)}: ${literal(value)},\n`;
  });
  // `string & {}` keeps the known values in completions and lets unknown ones through.
  const open = [...new Set(values.map((value) => typeof value))].sort().map((type) => ` | (${type} & {})`);
  const places = pages.map((page) => `@see ${docPlace(exchange, { page })}`);
  return (
    docComment(
      [`Documented values of ${name}; others may come.`, ...(places.length > 0 ? ["", ...places] : [])].join("\n"),
    ) +
    `export const ${name} = {\n${members.join("")}} as const;\n` +
    docComment(`One of the documented values, or another.`) +
    `export type ${name} = (typeof ${name})[keyof typeof ${name}]${open.join("")};\n`
  );
}

/** The value itself; where `1` and `"1"` are both values, the second says its type. */
function memberKey(value: string | number, taken: ReadonlySet<string>): string {
  return taken.has(String(value)) ? `${typeof value} ${value}` : String(value);
}
