/** Stages that are run again only where their inputs are others: for who derives one revision of the pages after the other. */

import { createReport, type Diagnostic, type Report } from "./diagnostic.js";

/** A function whose result, and what it tells the report that may be its last parameter, are a matter of its inputs alone. */
type Stage = (...args: never[]) => unknown;

type InputsOf<S extends Stage> = Parameters<S> extends [...infer Inputs, Report] ? Inputs : Parameters<S>;

/**
 * What a stage gives for its inputs; the report is told the same, whether the stage was run or not. Nobody changes inputs or result. `of`: the page or
 * topic that it is run for.
 */
export type Recall = <S extends Stage>(
  stage: S,
  of: string,
  inputs: Readonly<InputsOf<S>>,
  report: Report,
) => ReturnType<S>;

/** Keeps nothing. */
export const runAnew: Recall = (stage, _of, inputs, report) => run(stage, inputs, report);

/** Keeps the last result of each stage for each page or topic, while its inputs are the same objects, or lists of the same. */
export function createRecall(): Recall {
  const kept = new Map<Stage, Map<string, Run>>();
  return <S extends Stage>(stage: S, of: string, inputs: readonly unknown[], report: Report) => {
    const runs = kept.get(stage) ?? new Map<string, Run>();
    kept.set(stage, runs);
    let last = runs.get(of);
    if (!last || !areSame(last.inputs, inputs)) {
      const told = createReport();
      last = { inputs, result: run(stage, inputs, told), diagnostics: told.diagnostics };
      runs.set(of, last);
    }
    for (const diagnostic of last.diagnostics) report.add(diagnostic);
    return last.result as ReturnType<S>;
  };
}

// `Recall` has checked the inputs against the stage's parameters.
const run = <S extends Stage>(stage: S, inputs: readonly unknown[], report: Report): ReturnType<S> =>
  stage(...([...inputs, report] as never[])) as ReturnType<S>;

interface Run {
  readonly inputs: readonly unknown[];
  readonly result: unknown;
  readonly diagnostics: readonly Diagnostic[];
}

const areSame = (inputs: readonly unknown[], others: readonly unknown[]): boolean =>
  areEqual(inputs, others, (input, other) =>
    Array.isArray(input) && Array.isArray(other) ? areEqual(input, other, Object.is) : Object.is(input, other),
  );

const areEqual = (
  some: readonly unknown[],
  others: readonly unknown[],
  isEqual: (item: unknown, other: unknown) => boolean,
): boolean => some.length === others.length && some.every((item, index) => isEqual(item, others[index]));
