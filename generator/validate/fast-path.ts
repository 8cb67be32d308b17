/**
 * The fast path of one product line: learns from what the slow path proved clean, and then proves the same forms from their bytes. The seam for
 * recognisers of any make: it gets bytes and says "this form" or "ask the slow path".
 */

import type { LineRoutes } from "../../templates/runtime/frame.js";
import { compilePattern, matchPattern } from "../../templates/runtime/topic-pattern.js";
import type { FormCheck } from "./line-check.js";
import {
  compileRecogniser,
  createTopics,
  type Extracted,
  observeShape,
  type Recogniser,
  type Shape,
  type Topics,
} from "./recogniser.js";

export interface FastPath {
  /** The proven form; undefined: ask the slow path. Then `topicText` and `extracted` tell of it. */
  prove(bytes: Uint8Array, start: number, end: number): FormCheck | undefined;
  readonly topicText: string;
  readonly extracted: Extracted;
  /** A clean push that the slow path saw. */
  learn(form: FormCheck, message: unknown, topicText: string): void;
}

interface Candidate {
  readonly form: FormCheck;
  readonly shape: Shape;
  readonly topics: Topics;
  recogniser: Recogniser | undefined;
  /** Clean messages that came by the slow path. */
  learned: number;
  compiled: number;
  /** Something of the shape is not compiled yet. */
  stale: boolean;
}

/** Compiling takes a millisecond: less than that many messages cost by the slow path. */
const WORTH_COMPILING = 50;
/** A form that still grows new shapes, or still comes by the slow path, has no order of its own. */
const MAX_COMPILED = 12;
const MAX_LEARNED = 5000;

export function createFastPath(
  { topics, slots }: Pick<LineRoutes, "topics" | "slots">,
  connection: string | undefined,
  books: boolean,
): FastPath {
  const values = new Map(Object.entries(slots).map(([name, list]) => [name, new Set(list)]));
  const patterns = topics
    .filter((topic) => connection === undefined || topic.connection === connection)
    .map((topic) => topic.topics.map((text) => compilePattern(text, values)));
  // Where two topics could take the text, the router decides by more than this path looks at.
  const isPlain = (text: string): boolean =>
    /^[ -~]*$/.test(text) &&
    !/["\\]/.test(text) &&
    patterns.filter((own) => own.some((pattern) => matchPattern(pattern, text))).length === 1;

  const candidates = new Map<FormCheck, Candidate>();
  // The one that held last comes first.
  const active: Candidate[] = [];
  let viewed: Uint8Array | undefined;
  let view: DataView = new DataView(new ArrayBuffer(0));
  const path = {
    topicText: "",
    extracted: { topic: -1, sequence: NaN, levels: [], counts: new Int32Array(0) } as Extracted,
  };

  return Object.assign(path, {
    prove(bytes: Uint8Array, start: number, end: number): FormCheck | undefined {
      // Four bytes are read at once: a line at the very end of its buffer goes the slow path.
      if (end + 4 > bytes.length) return undefined;
      if (bytes !== viewed) {
        viewed = bytes;
        view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      }
      for (let index = 0; index < active.length; index += 1) {
        const candidate = active[index] as Candidate;
        const recogniser = candidate.recogniser as Recogniser;
        if (!recogniser.recognise(bytes, view, start, end)) continue;
        if (index > 0) {
          active[index] = active[0] as Candidate;
          active[0] = candidate;
        }
        path.extracted = recogniser.extracted;
        path.topicText = candidate.topics.texts[recogniser.extracted.topic] as string;
        return candidate.form;
      }
      return undefined;
    },
    learn(form: FormCheck, message: unknown, topicText: string): void {
      let candidate = candidates.get(form);
      if (!candidate) {
        candidate = {
          form,
          shape: new Map(),
          topics: createTopics(),
          recogniser: undefined,
          learned: 0,
          compiled: 0,
          stale: true,
        };
        candidates.set(form, candidate);
      }
      if (candidate.compiled >= MAX_COMPILED || candidate.learned >= MAX_LEARNED) return;
      candidate.learned += 1;
      if (isPlain(topicText)) candidate.topics.add(topicText);
      if (observeShape(candidate.shape, message, form.entry.schema, form.entry.root)) candidate.stale = true;
      if (!candidate.stale || candidate.learned % WORTH_COMPILING !== 0) return;
      candidate.stale = false;
      candidate.compiled += 1;
      const fresh = compileRecogniser(form, candidate.shape, candidate.topics, books);
      if (fresh && !candidate.recogniser) active.push(candidate);
      if (fresh) candidate.recogniser = fresh;
    },
  });
}
