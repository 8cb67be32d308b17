/** All judges asked about one text, and what they owe each other: every demand that is not met is a disagreement. */

import type { JsonSchema } from "../../generator/schema/json-schema.js";
import { definitionOf } from "../../generator/schema/reference.js";
import type { Violation } from "../../generator/validate/check/explain.js";
import type { Form, Judges } from "./judges.js";
import {
  isBeyondCleanCheck,
  isBeyondProofs,
  isBeyondRecognisers,
  plainnessOf,
  type Verdict,
  verdictOf,
} from "./verdict.js";

export interface Hearing {
  readonly form: Form;
  readonly bytes: Buffer;
  readonly ofBytes: AnswersOfBytes;
  /** Absent: the bytes are no JSON. */
  readonly ofValue: AnswersOfValue | undefined;
}

interface AnswersOfBytes {
  readonly recognise: boolean;
  readonly wasm: boolean;
  readonly wasmSpaced: boolean;
  readonly proof: boolean | undefined;
  readonly proofSpaced: boolean | undefined;
}

interface AnswersOfValue {
  readonly text: string;
  readonly value: unknown;
  readonly verdict: Verdict;
  readonly oracle: boolean;
  readonly validator: boolean;
  readonly guard: boolean;
  readonly clean: boolean;
  readonly issues: readonly Violation[];
}

export function hear(form: Form, judges: Judges, bytes: Buffer): Hearing {
  const ofBytes: AnswersOfBytes = {
    recognise: judges.recognise(bytes),
    wasm: judges.wasm(bytes),
    wasmSpaced: judges.wasmSpaced(bytes),
    proof: judges.proof?.(bytes),
    proofSpaced: judges.proofSpaced?.(bytes),
  };
  const parsed = parse(bytes);
  if (!parsed) return { form, bytes, ofBytes, ofValue: undefined };
  const { text, value } = parsed;
  const ofValue: AnswersOfValue = {
    text,
    value,
    verdict: verdictOf(form.type, value),
    oracle: judges.oracle(value),
    validator: judges.validator(value),
    guard: judges.guard(value),
    clean: judges.clean(value),
    issues: judges.explain(value, text),
  };
  return { form, bytes, ofBytes, ofValue };
}

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function parse(bytes: Buffer): { readonly text: string; readonly value: unknown } | undefined {
  try {
    const text = decoder.decode(bytes);
    return { text, value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

/** In words: what was demanded and is not so. */
export function complaintsOf({ form: { type }, ofBytes, ofValue }: Hearing): string[] {
  const complaints: string[] = [];
  const demand: Demand = (holds, words) => {
    if (!holds) complaints.push(ofValue ? `${words} (${ofValue.verdict})` : words);
  };
  demandOfTwins(ofBytes, demand);
  if (ofValue) {
    demandOfValue(type, ofValue, demand);
    demandOfBytes(type, ofBytes, ofValue, demand);
  } else demand(!ofBytes.wasmSpaced, "what is no JSON is not recognised");
  return complaints;
}

type Demand = (holds: boolean, words: string) => void;

/** Whatever the text is. */
function demandOfTwins(answers: AnswersOfBytes, demand: Demand): void {
  const { recognise, wasm, wasmSpaced, proof, proofSpaced } = answers;
  demand(wasm === recognise, "WebAssembly recognises what JavaScript does");
  demand(!recognise || wasmSpaced, "what is recognised is recognised where blanks may be");
  demand(proof !== true || recognise, "what is proven clean is recognised");
  demand(proofSpaced !== true || wasmSpaced, "what is proven clean among blanks is recognised");
  demand(proof !== true || proofSpaced === true, "what is proven clean is proven where blanks may be");
}

/** Validators, guards and explanations say yes and no; the clean check says yes, or that somebody else should look. */
function demandOfValue(type: Form["type"], answers: AnswersOfValue, demand: Demand): void {
  const { verdict, oracle, validator, guard, clean, issues } = answers;
  const valid = verdict !== "invalid";
  demand(oracle === valid, "Ajv says what is valid");
  demand(validator === valid, "the validator says what is valid");
  demand(guard === valid, "the guard says what is valid");
  demand(issues.some(({ severity }) => severity === "error") === !valid, "explain finds an error if it is invalid");
  demand(verdict !== "clean" || issues.length === 0, "explain finds nothing if it is clean");
  demand(verdict !== "deviating" || issues.length > 0, "explain finds something if it deviates");
  demand(
    verdict !== "rounded" || issues.every(({ code }) => code === "unsafe-integer"),
    "explain finds numbers only if nothing else is wrong",
  );
  demand(!clean || verdict === "clean", "what passes the clean check is clean");
  demand(clean || verdict !== "clean" || isBeyondCleanCheck(type), "what is clean passes the clean check");
}

/** Recognisers say yes, or that somebody else should look; about plain text of plain types they have to say yes. */
function demandOfBytes(type: Form["type"], answers: AnswersOfBytes, ofValue: AnswersOfValue, demand: Demand): void {
  const { recognise, wasmSpaced, proof, proofSpaced } = answers;
  const { text, value, verdict, clean } = ofValue;
  const valid = verdict !== "invalid";
  demand(valid || !wasmSpaced, "what is recognised is valid");
  demand(verdict === "clean" || proofSpaced !== true, "what is proven clean is clean");
  demand(clean || proofSpaced !== true, "what is proven clean passes the clean check");
  if (!valid || isBeyondRecognisers(type)) return;
  const { plain, dense } = plainnessOf(text, value);
  if (!plain) return;
  demand(wasmSpaced, "what is valid and plain is recognised where blanks may be");
  demand(!dense || recognise, "what is valid, plain and dense is recognised");
  if (verdict !== "clean" || isBeyondProofs(type)) return;
  demand(proofSpaced !== false, "what is clean and plain is proven where blanks may be");
  demand(!dense || proof !== false, "what is clean, plain and dense is proven");
}

/** All that the judges said, and what they were asked. */
export function transcriptOf({ form: { schema, root }, bytes, ofBytes, ofValue }: Hearing): string {
  const definitions = Object.fromEntries(referredTo(schema, root).map((name) => [name, root.$defs?.[name]]));
  const { text, value: _, issues, ...answers } = ofValue ?? { issues: [], value: undefined };
  const said = { ...answers, explain: issues.map(({ code, pointer }) => `${code} ${pointer}`), ...ofBytes };
  return [
    `  schema: ${JSON.stringify(schema)}`,
    `  definitions: ${JSON.stringify(definitions)}`,
    `  text: ${text ?? `no JSON, as latin1 ${JSON.stringify(bytes.toString("latin1"))}`}`,
    `  answers: ${JSON.stringify(said)}`,
  ].join("\n");
}

function referredTo(schema: JsonSchema, root: JsonSchema, found: string[] = []): string[] {
  for (const [, reference = ""] of JSON.stringify(schema).matchAll(/"\$ref":"(#[^"]+)"/g)) {
    const name = definitionOf(reference) ?? "";
    if (found.includes(name)) continue;
    found.push(name);
    referredTo(root.$defs?.[name] ?? {}, root, found);
  }
  return found;
}
