/** Forms of a topic's pushes, the member that tells them apart, and the key of what a delta changes. */

import { readRows } from "../derive/row-claim.js";
import { isObject } from "../schema/is-object.js";
import { escapePointer } from "../schema/pointer.js";
import { type Claim, type Draft, found, guessed } from "./claim.js";
import { placeOfMessage } from "./messages.js";
import type { Push, TopicSection } from "./sections.js";

export interface Forms {
  readonly discriminator: string;
  /** By form: the discriminator's value. */
  readonly values: Readonly<Record<string, string>>;
  readonly claim: (value: Record<string, string>) => Claim;
}

const FORM_WORDS: readonly (readonly [form: string, word: RegExp])[] = [
  ["snapshot", /^(?:snapshot|snap|partial|image|full|initial|init|new)$/i],
  ["delta", /^(?:delta|update|change|changed|increment|incremental|diff)$/i],
];

const formOf = (word: string): string | undefined => FORM_WORDS.find(([, pattern]) => pattern.test(word))?.[0];

/** A member whose values are a word for the whole and one for a change, in the examples or in its row. */
export function formsOf(section: TopicSection): Forms | undefined {
  const members = new Map<string, Map<string, Push>>();
  for (const push of section.pushes)
    for (const { pointer, text } of wordsIn(push.value)) {
      const values = members.get(pointer) ?? new Map<string, Push>();
      values.set(text, values.get(text) ?? push);
      members.set(pointer, values);
    }
  for (const [pointer, values] of members) {
    const shown = byForm([...values.keys()]);
    const [first] = values.values();
    if (!first) continue;
    const place = placeOfMessage(first);
    if (shown) {
      const isPlain = Object.entries(shown).every(([form, word]) => word.toLowerCase() === form);
      const claim = isPlain
        ? (value: Record<string, string>) => found(value, place, "messages of both forms show it")
        : (value: Record<string, string>) => guessed(value, place, "which of its words is the whole, which a change?");
      return { discriminator: pointer, values: shown, claim };
    }
    const row = section.tables.flatMap(readRows).find(({ path }) => `/${path.join("/")}` === pointer);
    const listed = row && byForm(row.comment.codes);
    if (row && listed && [...values.keys()].some((word) => Object.values(listed).includes(word)))
      return {
        discriminator: pointer,
        values: listed,
        claim: (value) =>
          found(
            value,
            { page: section.page.path, line: row.row.line },
            "the table lists both forms, messages show one",
          ),
      };
  }
  return undefined;
}

function byForm(words: readonly string[]): Record<string, string> | undefined {
  const forms = new Map<string, string>();
  for (const word of words) {
    const form = formOf(word);
    if (form === undefined) return undefined;
    forms.set(form, forms.get(form) ?? word);
  }
  const [snapshot, delta] = [forms.get("snapshot"), forms.get("delta")];
  return snapshot === undefined || delta === undefined ? undefined : { snapshot, delta };
}

/** Texts at the root and in the objects below it. */
function wordsIn(value: unknown): { pointer: string; text: string }[] {
  if (!isObject(value)) return [];
  const at = (object: Readonly<Record<string, unknown>>, above: string) =>
    Object.entries(object).flatMap(([key, text]) =>
      typeof text === "string" ? [{ pointer: `${above}/${escapePointer(key)}`, text }] : [],
    );
  const inner = Object.entries(value).flatMap(([key, member]) =>
    isObject(member) ? at(member, `/${escapePointer(key)}`) : [],
  );
  return [...at(value, ""), ...inner];
}

export const draftOfForms = ({ discriminator, values, claim }: Forms): Draft => ({
  discriminator,
  values: claim({ ...values }),
});

/** The form of a push. */
export function formOfPush({ value }: Push, forms: Forms | undefined): string {
  if (!forms) return "push";
  const word = wordsIn(value).find(({ pointer }) => pointer === forms.discriminator)?.text;
  return Object.entries(forms.values).find(([, own]) => own === word)?.[0] ?? "push";
}
