/** Does it take the connection to know a topic of the line? */

import { parsePattern } from "../../templates/runtime/topic-pattern.js";
import { overlap } from "../topic/overlap.js";
import { closedSlots } from "../topic/pattern.js";
import { connectionsOf, type LineFile } from "./line-file.js";

/** So it is where a topic is on several connections, and where two connections have topics of one name or text. */
export function isByConnection(file: LineFile): boolean {
  if (Object.values(file.connections).some(({ folder }) => folder !== undefined)) return true;
  if (file.topics.some((topic) => connectionsOf(topic).length > 1)) return true;
  const closed = closedSlots(file);
  const topics = file.topics.map((topic) => ({
    connection: connectionsOf(topic)[0],
    patterns: topic.topics.map((text) => parsePattern(text, closed)),
  }));
  return topics.some(({ connection, patterns }, index) =>
    topics.slice(0, index).some((earlier) => earlier.connection !== connection && overlap(earlier.patterns, patterns)),
  );
}
