/** Is a message of a page an answer? The router of the package says so. */

import { fitsReply } from "../../templates/runtime/frame.js";
import { type JsonNode, jsonNodeToValue } from "../docs/json-node.js";
import { isObject } from "../schema/is-object.js";
import type { Reply } from "../spec/line-file.js";
import { routeOfMatch } from "../spec/routes.js";

export function isReply(node: JsonNode, { match }: Pick<Reply, "match">): boolean {
  const message = jsonNodeToValue(node);
  return isObject(message) && fitsReply({ match: routeOfMatch(match) }, message);
}
