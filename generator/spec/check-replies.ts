/** Replies of a line file: their names, which become types, and what they are derived from. */

import { segmentsOf } from "../schema/pointer.js";
import { isFreeTypeName } from "../schema/type-name.js";
import { checkSchema } from "./check-schema.js";
import type { Fault, Path } from "./config-fault.js";
import type { LineFile, Reply } from "./line-file.js";
import { pascalName } from "./names.js";

export function checkReplies(file: LineFile): Fault[] {
  const names = file.replies.map(({ name }) => name);
  return file.replies.flatMap((reply, index): Fault[] => {
    const faults: Fault[] = [];
    if (names.indexOf(reply.name) !== index) {
      const path = ["replies", index, "name"];
      faults.push({ path, message: `Two replies are called "${reply.name}".`, fix: "Rename one." });
    } else faults.push(...checkReplyType(reply, ["replies", index, "name"], file));
    if ((reply.examples === undefined) === (reply.schema === undefined) || (reply.schema && !reply.byHand)) {
      faults.push({
        path: ["replies", index],
        message: `The reply "${reply.name}" needs either \`examples\`, or \`schema\` with \`byHand\`.`,
        fix: "Name the documented frame, or write its schema and say why by hand.",
      });
    }
    return faults;
  });
}

/** A reply's name becomes a type of the package, beside the types that it has anyway. */
function checkReplyType({ name }: Reply, path: Path, file: LineFile): Fault[] {
  const typeName = pascalName(name);
  const same = (other: string): boolean => pascalName(other).toLowerCase() === typeName.toLowerCase();
  const twin = file.replies.find((other) => other.name !== name && same(other.name))?.name;
  if (isFreeTypeName(typeName) && twin === undefined && !same(`${file.line}-client`)) return [];
  const taken = twin === undefined ? "the package or the language" : `the reply "${twin}"`;
  const message = `The type of the reply "${name}" would be ${typeName}, which is taken by ${taken}.`;
  return [{ path, message, fix: "Choose another name: `pong`, `subscribe-ack`." }];
}

const DIALECT = "https://json-schema.org/draft/2020-12/schema";

/** Schemas by hand, all together: one may refer to another, as they stand below `$defs` of the control schema. */
export function checkReplySchemas({ replies }: LineFile): Fault[] {
  const places = new Map(replies.map(({ name }, index) => [name, index]));
  const $defs = Object.fromEntries(replies.map(({ name, schema }) => [name, schema ?? {}]));
  if (replies.every(({ schema }) => schema === undefined)) return [];
  return checkSchema({ $schema: DIALECT, $id: "urn:wireloom:replies", $defs }).faults.map(
    ({ pointer, atName = false, message, fix }) => {
      const [, name = "", ...inside] = segmentsOf(pointer);
      const index = places.get(name) ?? 0;
      const place = inside.join(".");
      return {
        path: ["replies", index, "schema", ...inside],
        atName,
        message: `The schema of the reply "${name}"${place === "" ? "" : `, at "${place}"`}: ${message}`,
        fix,
      };
    },
  );
}
