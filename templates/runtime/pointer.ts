/** JSON pointers into messages, split once. */

export type Path = readonly string[];

export const pathOf = (pointer: string): Path =>
  pointer
    .split("/")
    .slice(1)
    .map((segment) => segment.replace(/~1/g, "/").replace(/~0/g, "~"));

/** Own members only. `*` stands for every item of a list, and gives the values of all. */
export function valueAt(root: unknown, path: Path): unknown {
  let value = root;
  for (let index = 0; index < path.length; index += 1) {
    const key = path[index] as string;
    if (key === "*" && Array.isArray(value)) {
      const rest = path.slice(index + 1);
      return value.flatMap((item) => valueAt(item, rest) ?? []);
    }
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}
