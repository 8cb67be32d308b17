/**
 * Where things lie in the memory of a compiled recogniser. The page size of WebAssembly is 64 kB.
 *
 * A topic that the recogniser has met has an entry: a tag (length of its text, number of its selector in the upper half), the number of the topic in
 * the module's list, two numbers that belong to whoever uses the recogniser, and the text, filled up with zeros to eight bytes.
 */

export const PAGE = 65_536;
/** Powers of ten as doubles, 10^0 to 10^22. */
export const POWERS = 256;
/** 10^0 to 10^8 as integers of eight bytes. */
export const INTEGER_POWERS = 512;
/** Member names that are looked for by address. */
export const KEYS = 1024;
/** Addresses of entries, by hash of the text; 0: free. */
export const SLOTS = 4096;
export const SLOT_COUNT = 4096;
/** How many slots behind its own a topic may lie. */
export const PROBES = 16;
export const ENTRIES = SLOTS + SLOT_COUNT * 4;
export const ENTRIES_END = ENTRIES + 2 * PAGE;
/** Free for whoever uses the recogniser. */
export const USER = ENTRIES_END;

export const ENTRY = { tag: 0, topic: 4, first: 8, second: 12, text: 16 } as const;
/** Longer topics are never remembered. */
export const MAX_TOPIC_LENGTH = 256;

/** Bytes of memory behind a message: sixteen are read at a time. The first has to be zero, or what cannot go on with a value, such as a line feed. */
export const SLACK = 32;
