/** Names of the `{slots}` in a topic or request, in order. */
export const slotsOf = (text: string): string[] =>
  [...text.matchAll(/\{([A-Za-z_]\w*)\}/g)].map((match) => match[1] ?? "");
