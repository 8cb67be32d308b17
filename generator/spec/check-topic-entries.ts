/** What a topic of a line file has to have besides its patterns: a file of its own, and the forms and the request that it speaks of. */

import { onlySlot, parsePattern } from "../../templates/runtime/topic-pattern.js";
import { isObject } from "../schema/is-object.js";
import type { Fault, Path } from "./config-fault.js";
import { type LineFile, silentTopicsOf, type TopicEntry } from "./line-file.js";
import { modulePathOf } from "./module-path.js";

/** Names that the generated package, or a file system, keeps for itself. */
const TAKEN = new Set([
  ...["control", "index", "enums", "sources", "topics", "frame", "client", "validate", "protocol", "line"],
  ...["recognise", "recognise-wasm"],
]);
/** Behind the name of a topic: the module of its validators. */
const CHECKS = /\.check$/i;
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

export function checkFiles(file: LineFile): Fault[] {
  // A topic that pushes nothing has no file, and stands in the tables with those that have one.
  const files = new Map(silentTopicsOf(file).map(({ name }) => [name.toLowerCase(), name]));
  return file.topics.flatMap((topic, index): Fault[] => {
    const own = modulePathOf(topic, file).toLowerCase();
    const other = files.get(own);
    files.set(own, topic.name);
    const kept = TAKEN.has(topic.name.toLowerCase()) || CHECKS.test(topic.name) || DEVICE.test(topic.name);
    if (other === undefined && !kept) return [];
    return [
      {
        path: ["topics", index, "name"],
        message: `The file of "${topic.name}" is taken by ${other === undefined ? "the package or the system" : `"${other}"`}.`,
        fix: "Choose another name: letter case does not count on every disk.",
      },
    ];
  });
}

export const checkTopicForms = (file: LineFile): Fault[] =>
  file.topics.flatMap((topic, index) => {
    const path = ["topics", index];
    return [...checkSnapshot(topic, path), ...checkTopicRequest(topic, path, file)];
  });

function checkSnapshot({ name, records, forms }: TopicEntry, path: Path): Fault[] {
  if (records?.snapshot === undefined || forms?.values.snapshot !== undefined) return [];
  const fix = "Name the form below `forms`, or leave `snapshot` out.";
  const message = `The topic "${name}" has no form "snapshot" for its records.`;
  return [{ path: [...path, "records", "snapshot"], message, fix }];
}

/** On lines with a request for each topic. */
function checkTopicRequest({ name, request, subscribe }: TopicEntry, path: Path, { subscription }: LineFile): Fault[] {
  if (subscription.form === "args") return [];
  if (request === undefined) {
    const fix = "Add `request`, or `subscribe: []` if nothing has to be sent for it.";
    return subscribe?.length === 0 ? [] : [{ path, message: `The topic "${name}" has no request.`, fix }];
  }
  const { member } = subscription;
  const action = isObject(request.message) ? request.message[member] : undefined;
  if (typeof action === "string" && onlySlot(parsePattern(action)) !== undefined) return [];
  const fix = `Write \`${member}: "{${member}}"\` into the message.`;
  return [{ path: [...path, "request", "message"], message: `The request has no slot at "${member}".`, fix }];
}
