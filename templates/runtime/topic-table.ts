/** The topics that a compiled recogniser has met, in its memory: it finds them by their bytes, and asks here about those that it has not met. */

import { type ClosedSlots, matchPattern, parsePattern } from "./topic-pattern.js";
import { ENTRIES, ENTRIES_END, ENTRY, MAX_TOPIC_LENGTH } from "./wasm-memory.js";

export interface TopicTable {
  /** What the recogniser imports: the text is between `start` and `end`; `slot` is where the entry's address may be kept, or 0. */
  resolve(start: number, end: number, selector: number, slot: number): number;
  /** The topic of an entry. */
  textOf(entry: number): string;
}

export interface TableTopic {
  readonly patterns: readonly string[];
  readonly connections: readonly string[];
  /** Number of the member that names it, among those of the line. */
  readonly selector: number;
}

export interface TopicsOfTable {
  /** By the numbers that the recogniser has for them. */
  readonly list: readonly TableTopic[];
  /** Only its topics; undefined: those of all connections. */
  readonly connection: string | undefined;
  /** What may stand in the closed slots. */
  readonly slots: ClosedSlots;
}

/** `free`: a selector under which any text has an entry, if there is room for it. */
export function createTopicTable(
  bytes: Uint8Array,
  { list, connection, slots }: TopicsOfTable,
  free?: number,
): TopicTable {
  const topics = list.map((topic) => ({
    selector: topic.selector,
    patterns:
      connection === undefined || topic.connections.includes(connection)
        ? topic.patterns.map((pattern) => parsePattern(pattern, slots, connection))
        : [],
  }));
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  // The first entry is for a topic that is not kept: too long, or one too many.
  let next = ENTRIES + ENTRY.text;
  const texts = new Map<number, string>();
  return {
    resolve(start, end, selector, slot) {
      let text = "";
      for (let at = start; at < end; at += 1) text += String.fromCharCode(bytes[at] as number);
      const topic = topics.findIndex(
        (each) => each.selector === selector && each.patterns.some((pattern) => matchPattern(pattern, text)),
      );
      if (topic < 0 && selector !== free) return 0;
      const length = end - start;
      const size = ENTRY.text + Math.ceil(length / 8) * 8;
      const isKept = slot !== 0 && length <= MAX_TOPIC_LENGTH && next + size <= ENTRIES_END;
      if (!isKept && selector === free) return 0;
      const entry = isKept ? next : ENTRIES;
      view.setInt32(entry + ENTRY.tag, length | (selector << 16), true);
      view.setInt32(entry + ENTRY.topic, topic, true);
      view.setInt32(entry + ENTRY.first, -1, true);
      view.setInt32(entry + ENTRY.second, 0, true);
      texts.set(entry, text);
      if (!isKept) return entry;
      bytes.copyWithin(entry + ENTRY.text, start, end);
      view.setInt32(slot, entry, true);
      next += size;
      return entry;
    },
    textOf: (entry) => texts.get(entry) ?? "",
  };
}
