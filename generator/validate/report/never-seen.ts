/** Documented members that no message had, where the captures hold enough messages for that to say something. */

import type { Presence } from "../../schema/json-schema.js";
import { createFindingCollector, type Finding, type FindingKey, type Place } from "../check/findings.js";
import type { FormEntry, FormFacts, Spot } from "../form-table.js";
import type { RunResult } from "../run-result.js";

/** Fewer messages say nothing about a member that did not come. */
const ENOUGH_MESSAGES = 100;

export function neverSeen({ sources, forms, table }: RunResult, factsAt: (form: FormEntry) => FormFacts): Finding[] {
  const source = sources.findIndex(({ checked }) => checked > 0);
  const place: Place = { source, line: 1, offset: 0 };
  const collector = createFindingCollector();
  for (const { form, messages, seen } of forms) {
    const entry = table.forms[form];
    if (!entry?.push || messages < ENOUGH_MESSAGES) continue;
    const facts = factsAt(entry);
    const findings = missingPointers(facts, seen).map((pointer): Finding => {
      const spots = [{ form: entry.form, pointer, count: messages, first: place }];
      return { ...neverSeenKey(entry, facts.claimAt(pointer)), count: messages, first: place, last: place, spots };
    });
    collector.merge(findings, (at) => at);
  }
  return collector.take();
}

const neverSeenKey = ({ line, qualifier, topic, revision }: FormEntry, { form, pointer }: Spot): FindingKey => ({
  code: "field-never-seen",
  severity: "warning",
  line: line.name,
  connection: qualifier,
  topic,
  ...(revision !== undefined && { revision }),
  form,
  pointer,
  keyword: "properties",
  expected: "the documented field at least once",
  got: "nothing",
});

/** Why members may stay away for good: what a delta leaves out, and what comes under a condition, was not promised. */
const UNPROMISED: ReadonlySet<Presence | undefined> = new Set(["delta", "conditional", "unseen"]);

/** `seen`: a byte for each field, 1 if it was there. Required ones have none: they are there with what holds them. */
function missingPointers({ fields: { fields } }: FormFacts, seen: Uint8Array): string[] {
  const wasThere = (index: number): boolean => {
    const field = fields[index];
    if (!field) return true;
    return field.required ? wasThere(field.parent) : seen[index] === 1;
  };
  return fields.flatMap((field) => {
    const { presence, condition } = field.type;
    if (field.required || field.pointer.endsWith("/*") || UNPROMISED.has(presence) || condition !== undefined)
      return [];
    return seen[field.index] !== 1 && wasThere(field.parent) ? [field.pointer] : [];
  });
}
