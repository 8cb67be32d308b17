/** JSON text that is the same for the same value: members in the order of the value, two spaces, one line break at the end. */
export const stableJson = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
