/** A form that the line file names, and no example and no table shows: all that is known of it is what tells it apart. */

import type { JsonSchema } from "../../schema/json-schema.js";
import { pointerOf, segmentsOf } from "../../schema/pointer.js";
import { isDiscriminator } from "../evidence.js";
import { NOTHING_SHOWN, type Shape } from "../shape.js";
import { rowOfKey, wordsFor } from "./member.js";
import { constantAt } from "./scalar-schema.js";
import type { TopicDraft } from "./topic-draft.js";

/** `like`: a form that is shown. The other one may have its members, with any values. */
export function openForm(draft: TopicDraft, form: string, like: Shape): JsonSchema {
  const { forms } = draft.match.evidence.entry;
  const path = segmentsOf(forms?.discriminator ?? "");
  const objectAt = (depth: number, shape: Shape): JsonSchema => {
    const key = path[depth];
    const names = new Set([...(key === undefined ? [] : [key]), ...shape.members.keys()]);
    const properties = [...names].map((name): [string, JsonSchema] => {
      const text = wordsFor(draft, name, rowOfKey(draft.match, name))?.text;
      const description = text === undefined ? {} : { description: text };
      const pointer = pointerOf([...path.slice(0, depth), name]);
      const inner = shape.members.get(name)?.shape ?? NOTHING_SHOWN;
      if (name === key && depth + 1 < path.length) return [name, { ...objectAt(depth + 1, inner), ...description }];
      const constant = constantAt(draft, { form, pointer });
      if (constant !== undefined) return [name, { const: constant, ...description }];
      if (isDiscriminator(draft.match.evidence, pointer)) return [name, { type: "string", ...description }];
      return [name, { ...description, "x-presence": "some-examples" }];
    });
    const required = properties.filter(([, schema]) => schema["x-presence"] === undefined).map(([name]) => name);
    return { type: "object", required, properties: Object.fromEntries(properties) };
  };
  return { ...objectAt(0, like), "x-confidence": "guess" };
}
