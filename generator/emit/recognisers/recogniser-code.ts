/** The code of one module of recognisers while it is being written. */

export interface RecogniserCode {
  readonly functions: string[];
  /** Names that the functions use of runtime/json-bytes. */
  readonly used: Set<string>;
  /** Names of functions by what they prove: topics of one line share many shapes. */
  readonly known: Map<string, string>;
  /** A name that no other part of the module has. */
  readonly fresh: (prefix: string) => string;
}

export function createRecogniserCode(): RecogniserCode {
  let names = 0;
  return {
    functions: [],
    used: new Set(),
    known: new Map(),
    fresh(prefix) {
      names += 1;
      return `${prefix}${names}`;
    },
  };
}

/** A name of runtime/json-bytes, which the module then imports. */
export function runtimeName({ used }: RecogniserCode, name: string): string {
  used.add(name);
  return name;
}
