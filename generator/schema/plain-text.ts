/** True for ASCII that JSON writes in one way only: what bytes can be compared with. */
export const isPlain = (text: string): boolean => /^[ !#-[\]-~]*$/.test(text);
