/** JSON whose integers beyond 2^53 - 1 come as they were written: `JSON.parse` rounds them to the next number that there is. */

/** How such integers come: as `bigint`, or as the text of their digits. */
export type LargeIntegers = true | "text";

/** A type whose numbers may be such integers. What the documentation calls a number may grow, so it is said of every one. */
export type WithLarge<T, Large extends LargeIntegers> = T extends number
  ? number extends T
    ? T | (Large extends true ? bigint : string)
    : T
  : T extends string | boolean | null | undefined
    ? T
    : unknown extends T
      ? T
      : { [K in keyof T]: WithLarge<T[K], Large> };

/** Throws as `JSON.parse` does. Integers are numbers written without fraction and exponent. */
export function parseExactly(text: string, large: LargeIntegers): unknown {
  const rounded: unknown = JSON.parse(text);
  return MAY_BE_LARGE.test(text) ? readValid(text, large === true ? BigInt : String) : rounded;
}

/** Where a value begins with as many digits as 2^53 has. Inside of a text it may be something else, which then costs time and nothing more. */
const MAY_BE_LARGE = /(?:^|[:,[\s])-?\d{16}/;

type Container = unknown[] | Record<string, unknown>;

/** Of text that `JSON.parse` takes. Without recursion, because that nests as deep as it likes. */
function readValid(text: string, large: (digits: string) => unknown): unknown {
  const root: unknown[] = [];
  const outer: Container[] = [];
  let container: Container = root;
  /** Of the member whose value comes next. */
  let name: string | undefined;
  const put = (value: unknown): void => {
    if (Array.isArray(container)) container.push(value);
    else if (name === "__proto__")
      Object.defineProperty(container, name, { value, writable: true, enumerable: true, configurable: true });
    else container[name as string] = value;
    name = undefined;
  };
  for (let position = 0; position < text.length; ) {
    const first = text[position] as string;
    let end = position + 1;
    if (first === "{" || first === "[") {
      const inner: Container = first === "{" ? {} : [];
      put(inner);
      outer.push(container);
      container = inner;
    } else if (first === "}" || first === "]") {
      container = outer.pop() ?? root;
    } else if (first === '"') {
      end = endOfText(text, end);
      const value = readText(text.slice(position, end));
      if (Array.isArray(container) || name !== undefined) put(value);
      else name = value;
    } else if (!BETWEEN_TOKENS.includes(first)) {
      while (end < text.length && !BEHIND_SCALARS.includes(text[end] as string)) end += 1;
      const token = text.slice(position, end);
      put(readScalar(token, large));
    }
    position = end;
  }
  return root[0];
}

const INTEGER = /^-?\d+$/;
const BETWEEN_TOKENS = ":, \t\n\r";
const BEHIND_SCALARS = ",]} \t\n\r";

/** Quotes included. */
const readText = (token: string): string => (token.includes("\\") ? (JSON.parse(token) as string) : token.slice(1, -1));

function readScalar(token: string, large: (digits: string) => unknown): unknown {
  const value = Number(token);
  if (Number.isNaN(value)) return JSON.parse(token);
  return !Number.isSafeInteger(value) && INTEGER.test(token) ? large(token) : value;
}

/** Behind the closing quote, which is the first that no odd number of backslashes stands before. */
function endOfText(text: string, start: number): number {
  for (let quote = text.indexOf('"', start); ; quote = text.indexOf('"', quote + 1)) {
    let content = quote;
    while (text[content - 1] === "\\") content -= 1;
    if ((quote - content) % 2 === 0) return quote + 1;
  }
}
