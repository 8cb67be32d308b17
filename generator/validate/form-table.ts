/** Everything a frame can turn out to be, numbered: results of workers speak of numbers, and all of them count alike. */

import { type FieldIndex, indexFields } from "../spec/fields.js";
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
  /** By line, connection, topic and form, as a routed frame names them. */
  push(line: string, connection: string, topic: string, form: string): FormEntry | undefined;
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
    for (const topic of line.topics) {
      for (const connection of topic.connections)
        for (const { name, type } of topic.forms) {
          add(["push", line.name, connection, topic.name, name], {
            line,
            topic: topic.name,
            form: name,
            connection,
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
    push: (line, connection, topic, form) => byKey.get(`push\n${line}\n${connection}\n${topic}\n${form}`),
    reply: (line, reply) => byKey.get(`reply\n${line}\n${reply}`),
  };
}

/** What the documentation says about a form's fields; made on first use, as most captures hold few forms. */
export interface FormFacts {
  readonly fields: FieldIndex;
  readonly source: (pointer: string) => FindingSource | undefined;
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
  return {
    fields: indexFields(form.type),
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
