/** Everything a frame can turn out to be, numbered: results of workers speak of numbers, and all of them count alike. */

import { type Field, type FieldIndex, indexFields } from "../spec/fields.js";
import type { TopicEntry } from "../spec/line-file.js";
import { entryOf } from "../spec/line-view.js";
import { provenanceOf } from "../spec/provenance.js";
import type { LineSpec, ReplySpec, Spec, TopicSpec } from "../spec/spec.js";
import type { Source, ValueType } from "../spec/value-type.js";

export interface FormEntry {
  readonly id: number;
  readonly line: LineSpec;
  /** Name of the topic, or of the reply. */
  readonly topic: string;
  /** `push`, `snapshot`, `delta`; of a reply: its kind. */
  readonly form: string;
  readonly connection: string | undefined;
  /** The connection, where topics of one name have messages of their own on several; else empty. */
  readonly qualifier: string;
  /** When the schema began to be true, ISO 8601; undefined: it is today's. */
  readonly revision: string | undefined;
  readonly push: { readonly topic: TopicSpec; readonly entry: TopicEntry | undefined } | undefined;
  readonly reply: ReplySpec | undefined;
  readonly type: ValueType;
  /** Of the schema file: its page is that of every source that names none. */
  readonly source: Source;
  /** Path of the schema below the spec folder. */
  readonly schemaPath: string;
}

export interface FormTable {
  readonly forms: readonly FormEntry[];
  /** `connection`: one that the topic is on. */
  push(topic: TopicSpec, connection: string, form: string): FormEntry | undefined;
  reply(line: string, reply: string): FormEntry | undefined;
}

export function createFormTable(spec: Pick<Spec, "lines">): FormTable {
  const forms: FormEntry[] = [];
  const byKey = new Map<string, FormEntry>();
  const add = (key: readonly string[], entry: Omit<FormEntry, "id">): void => {
    const numbered = { id: forms.length, ...entry };
    forms.push(numbered);
    byKey.set(key.join("\n"), numbered);
  };
  for (const line of spec.lines) {
    for (const topic of line.topics.flatMap((today) => [today, ...revisionsOf(today, line)])) {
      for (const connection of topic.connections)
        for (const { name, type } of topic.forms) {
          add(["push", topic.schemaPath, connection, name], {
            line,
            topic: topic.name,
            form: name,
            connection,
            qualifier: line.topics.some((other) => other.modulePath !== topic.modulePath && other.name === topic.name)
              ? connection
              : "",
            revision: topic.revision && new Date(topic.revision.from).toISOString(),
            push: { topic, entry: entryOf(line, topic) },
            reply: undefined,
            type,
            source: topic.source,
            schemaPath: topic.schemaPath,
          });
        }
    }
    for (const reply of line.replies) {
      add(["reply", line.name, reply.reply.name], {
        line,
        topic: reply.reply.name,
        form: reply.reply.kind,
        connection: undefined,
        qualifier: "",
        revision: undefined,
        push: undefined,
        reply,
        type: reply.type,
        source: line.controlSource,
        schemaPath: line.controlPath,
      });
    }
  }
  return {
    forms,
    push: ({ schemaPath }, connection, form) => byKey.get(`push\n${schemaPath}\n${connection}\n${form}`),
    reply: (line, reply) => byKey.get(`reply\n${line}\n${reply}`),
  };
}

const revisionsOf = ({ modulePath }: TopicSpec, { revisions }: LineSpec): TopicSpec[] =>
  revisions.filter((topic) => topic.modulePath === modulePath);

/** What the documentation says about a form's fields; made on first use, as most captures hold few forms. */
export interface FormFacts {
  readonly fields: FieldIndex;
  readonly source: (pointer: string) => FindingSource | undefined;
  /** Where the documentation says first what it says of this place of the form: faults of one claim are one cause. */
  readonly claimAt: (pointer: string) => Spot;
}

/** A place in the messages of a topic. `pointer`: with `*` for array indexes. */
export interface Spot {
  readonly form: string;
  readonly pointer: string;
}

export interface FindingSource {
  readonly page: string;
  readonly line?: number;
  readonly overlay?: string;
  readonly byHand?: string;
  readonly rule?: string;
}

export function factsOf(form: FormEntry): FormFacts {
  const { page, lines, notes } = provenanceOf(form.type, form.source.page ?? "");
  const fields = indexFields(form.type);
  return {
    fields,
    claimAt: createClaims(form, fields),
    source(pointer) {
      if (page === "") return undefined;
      // What has no line of its own stands in the example or table of what holds it, last of all below the topic's heading.
      let line: number | undefined;
      for (let at = pointer; line === undefined; at = at.slice(0, at.lastIndexOf("/"))) {
        line = Object.hasOwn(lines, at) ? lines[at] : undefined;
        if (at === "") break;
      }
      line ??= form.source.lines?.heading;
      const note = notes && Object.hasOwn(notes, pointer) ? notes[pointer] : undefined;
      return { page, ...(line === undefined ? {} : { line }), ...note };
    },
  };
}

/** What a form says of its fields, by node and by words, with the first place of the topic that says it. */
function createClaims(form: FormEntry, { byPointer }: FieldIndex): FormFacts["claimAt"] {
  const firsts = form.push === undefined ? new Map<string, Spot>() : firstSpots(form.push.topic);
  const found = new Map<string, Spot>();
  const find = (pointer: string): Spot => {
    const field = byPointer.get(pointer);
    if (field) return firsts.get(claimOf(field)) ?? { form: form.form, pointer };
    if (pointer === "") return { form: form.form, pointer };
    // Of what no one describes, it counts where it stands.
    const last = pointer.lastIndexOf("/");
    const above = claimAt(pointer.slice(0, last));
    return { form: above.form, pointer: `${above.pointer}${pointer.slice(last)}` };
  };
  const claimAt = (pointer: string): Spot => {
    const known = found.get(pointer) ?? find(pointer);
    if (byPointer.has(pointer)) found.set(pointer, known);
    return known;
  };
  return claimAt;
}

const spotsOfTopics = new WeakMap<TopicSpec, ReadonlyMap<string, Spot>>();

/** Made once for each topic. */
function firstSpots(topic: TopicSpec): ReadonlyMap<string, Spot> {
  const known = spotsOfTopics.get(topic);
  if (known) return known;
  const spots = new Map<string, Spot>();
  for (const { name, type } of topic.forms)
    for (const field of indexFields(type).fields) {
      const claim = claimOf(field);
      if (!spots.has(claim)) spots.set(claim, { form: name, pointer: field.pointer });
    }
  spotsOfTopics.set(topic, spots);
  return spots;
}

/** One node, or two that say the same of members of one name. */
function claimOf({ pointer, type: { kind, description, pointer: node } }: Field): string {
  const name = pointer.slice(pointer.lastIndexOf("/") + 1);
  return name === "*" || description === undefined ? `node ${node}` : `words ${name} ${kind} ${description}`;
}
