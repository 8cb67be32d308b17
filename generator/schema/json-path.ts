/** Places of a schema as overlays name them. */

/** A normalized path of RFC 9535: `$['$defs']['item']`; indexes of lists without quotes. */
export function jsonPath(path: readonly string[]): string {
  return `$${path
    .map((segment, index) =>
      /^\d+$/.test(segment) && ["anyOf", "oneOf", "prefixItems"].includes(path[index - 1] ?? "")
        ? `[${segment}]`
        : `['${segment.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}']`,
    )
    .join("")}`;
}
