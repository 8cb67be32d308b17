/** The lines of a page, whatever ends them, without a byte order mark. */
export const pageLines = (source: string): string[] => source.replace(/^\ufeff/, "").split(/\r\n|\n|\r/);
