/** One segment of a JSON pointer (RFC 6901). */
export const escapePointer = (key: string): string => key.replaceAll("~", "~0").replaceAll("/", "~1");
