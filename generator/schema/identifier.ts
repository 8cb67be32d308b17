/** True for what may be a name in TypeScript. */
export const isIdentifierName = (text: string): boolean => /^[A-Za-z_$][\w$]*$/.test(text);
