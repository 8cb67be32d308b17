/** Nodes of a schema file as JSONPath (RFC 9535). */

/** Of one node: `$['$defs']['item']`. Of several whose paths differ in one name: `$['$defs']['item','delete_item']`. */
export const jsonPath = (paths: readonly (readonly string[])[]): string =>
  `$${(paths[0] ?? [])
    .map((_, index) => `[${[...new Set(paths.map((path) => selectorOf(path, index)))].join(",")}]`)
    .join("")}`;

/** Whether one JSONPath can name these nodes, and no other: names of one depth that differ at one place. */
export function haveOnePath(paths: readonly (readonly string[])[]): boolean {
  const [first = [], ...others] = paths;
  const differences = others.map((path) =>
    path.length === first.length ? path.flatMap((name, index) => (name === first[index] ? [] : [index])) : [-1, -1],
  );
  return new Set(differences.flat()).size <= 1 && differences.every(({ length }) => length <= 1);
}

const LISTS = ["anyOf", "oneOf", "prefixItems"];

/** Items of lists are chosen by number. */
function selectorOf(path: readonly string[], index: number): string {
  const name = path[index] ?? "";
  const isItem = /^\d+$/.test(name) && LISTS.includes(path[index - 1] ?? "");
  return isItem ? name : `'${name.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
