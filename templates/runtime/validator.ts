/** What every generated validator is: a function, a type guard and a Standard Schema in one. */

import { pathOf, valueAt } from "./pointer.js";

export interface Validator<T> {
  (value: unknown): ValidationResult<T>;
  /** Type guard without a report. */
  is(value: unknown): value is T;
  /** Standard Schema v1, see https://standardschema.dev. */
  readonly "~standard": StandardProps<T>;
}

export type ValidationResult<T> =
  | { readonly valid: true; readonly value: T }
  | { readonly valid: false; readonly issues: readonly ValidationIssue[] };

export interface ValidationIssue {
  /** JSON pointer to the value that is wrong, or to the member that is missing. */
  readonly pointer: string;
  /** JSON Schema keyword that refused it. */
  readonly keyword: string;
  readonly expected: string;
  /** Type of the value, and its first 40 characters. */
  readonly got: string;
  /** One sentence for people. */
  readonly message: string;
  /** The documentation behind the rule. */
  readonly source?: IssueSource;
}

export interface IssueSource {
  readonly page: string;
  readonly line?: number;
  /** A person corrected the documentation here, and why. */
  readonly overlay?: string;
  /** No page shows it, and why it is assumed. */
  readonly byHand?: string;
  /** The rule that decided between conflicting claims. */
  readonly rule?: string;
}

/** By pointer with `*` for each array index. */
export interface Provenance {
  readonly page: string;
  readonly lines: Readonly<Record<string, number>>;
  /** Where there is more to say than a line of the page. */
  readonly notes?: Readonly<Record<string, Omit<IssueSource, "line" | "page"> & { readonly page?: string }>>;
}

export interface StandardProps<T> {
  readonly version: 1;
  readonly vendor: "wireloom";
  readonly types?: { readonly input: T; readonly output: T } | undefined;
  readonly validate: (value: unknown) => StandardResult<T>;
}

export type StandardResult<T> =
  | { readonly value: T; readonly issues?: undefined }
  | { readonly issues: readonly StandardIssue[] };

export interface StandardIssue {
  readonly message: string;
  readonly path: readonly (string | number)[];
}

/** A precompiled check: the errors of a refusal stand on the function. */
export interface Check {
  (value: unknown): boolean;
  errors?: readonly CheckError[] | null;
}

export interface CheckError {
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
}

export function createValidator<T>(check: Check, provenance: Provenance): Validator<T> {
  return assemble<T>(check, (value) => [describeError(value, check.errors ?? [], provenance)]);
}

export interface FormsOptions<T> {
  /** JSON pointer to the value that tells the forms apart. */
  readonly discriminator: string;
  readonly forms: Readonly<Record<string, Validator<T>>>;
  readonly provenance?: Provenance;
}

/** Lets the discriminator's value choose the form; a value that no form has is the one issue. */
export function createFormsValidator<T>({ discriminator, forms, provenance }: FormsOptions<T>): Validator<T> {
  const byValue = new Map<unknown, Validator<T>>(Object.entries(forms));
  const path = pathOf(discriminator);
  const member = path.length === 1 ? path[0] : undefined;
  const formOf = (value: unknown): Validator<T> | undefined =>
    byValue.get(member === undefined ? look(value, path) : ownMember(value, member));
  const expected = [...byValue.keys()].map((key) => JSON.stringify(key)).join(" or ");
  return assemble<T>(
    (value) => formOf(value)?.is(value) ?? false,
    (value) => {
      const result = formOf(value)?.(value);
      if (result?.valid === false) return result.issues;
      return [createIssue(value, { pointer: discriminator, keyword: "enum", expected }, provenance)];
    },
  );
}

function assemble<T>(
  check: (value: unknown) => boolean,
  issuesOf: (value: unknown) => readonly ValidationIssue[],
): Validator<T> {
  const validate = (value: unknown): ValidationResult<T> =>
    check(value) ? { valid: true, value: value as T } : { valid: false, issues: issuesOf(value) };
  const standard: StandardProps<T> = {
    version: 1,
    vendor: "wireloom",
    validate(value) {
      if (check(value)) return { value: value as T };
      return {
        issues: issuesOf(value).map(({ message, pointer }) => ({ message, path: indexed(value, pathOf(pointer)) })),
      };
    },
  };
  return Object.assign(validate, {
    is: (value: unknown): value is T => check(value),
    "~standard": standard,
  });
}

/** A union leaves the errors of all its branches: the deepest one says most, and at equal depth their types are joined. */
function describeError(value: unknown, errors: readonly CheckError[], provenance: Provenance): ValidationIssue {
  let best: CheckError = errors[errors.length - 1] ?? { instancePath: "", keyword: "unknown", params: {} };
  for (const error of errors) {
    if (depthOf(error) > depthOf(best)) best = error;
  }
  const { instancePath, keyword, params } = best;
  if (keyword === "required") {
    const pointer = `${instancePath}/${String(params.missingProperty).replace(/~/g, "~0").replace(/\//g, "~1")}`;
    return createIssue(value, { pointer, keyword, expected: "a value" }, provenance);
  }
  if ((keyword === "oneOf" || keyword === "anyOf") && params.passingSchemas == null) {
    const branches = errors.filter((error) => error !== best && error.instancePath === instancePath);
    const expected = [...new Set(branches.map(expectedBy))].join(" or ") || "one of the documented shapes";
    return createIssue(value, { pointer: instancePath, keyword, expected }, provenance);
  }
  return createIssue(value, { pointer: instancePath, keyword, expected: expectedBy(best) }, provenance);
}

/** A missing member lies one level below the object that lacks it. */
const depthOf = ({ instancePath, keyword }: CheckError): number =>
  instancePath.split("/").length + (keyword === "required" ? 1 : 0);

function expectedBy({ keyword, params }: CheckError): string {
  switch (keyword) {
    case "type":
      return Array.isArray(params.type) ? params.type.join(" or ") : String(params.type);
    case "const":
      return JSON.stringify(params.allowedValue);
    case "required":
      return `a member ${JSON.stringify(params.missingProperty)}`;
    case "format":
      return params.format === "decimal" ? "a decimal number as text" : "a decimal number as text, or empty";
    case "minItems":
      return `at least ${itemsOf(params.limit)}`;
    case "maxItems":
    case "items":
      return `at most ${itemsOf(params.limit)}`;
    case "oneOf":
      return "exactly one of the documented shapes";
    default:
      return keyword;
  }
}

const itemsOf = (limit: unknown): string => (limit === 1 ? "1 item" : `${limit} items`);

function createIssue(
  root: unknown,
  { pointer, keyword, expected }: Pick<ValidationIssue, "pointer" | "keyword" | "expected">,
  provenance: Provenance | undefined,
): ValidationIssue {
  const segments = pathOf(pointer);
  const got = render(look(root, segments));
  const place = pointer === "" ? "the message" : pointer;
  const message = `Expected ${expected} at ${place}, got ${got}.`;
  const source = provenance && sourceOf(provenance, foldedPointer(root, segments));
  return { pointer, keyword, expected, got, message, ...(source && { source }) };
}

function sourceOf({ page, lines, notes }: Provenance, pointer: string): IssueSource {
  const line = Object.hasOwn(lines, pointer) ? lines[pointer] : undefined;
  const note = notes && Object.hasOwn(notes, pointer) ? notes[pointer] : undefined;
  return { page, ...(line !== undefined && { line }), ...note };
}

function ownMember(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined;
}

/** Total: a proxy may throw on any look, and a report must not. */
function look(root: unknown, segments: readonly string[]): unknown {
  try {
    return valueAt(root, segments);
  } catch {
    return undefined;
  }
}

/** Indexes of arrays as numbers, as Standard Schema wants them. */
function indexed(root: unknown, segments: readonly string[]): (string | number)[] {
  return segments.map((segment, depth) =>
    /^\d+$/.test(segment) && isArray(look(root, segments.slice(0, depth))) ? Number(segment) : segment,
  );
}

function foldedPointer(root: unknown, segments: readonly string[]): string {
  return indexed(root, segments)
    .map((segment) => (typeof segment === "number" ? "/*" : `/${segment.replace(/~/g, "~0").replace(/\//g, "~1")}`))
    .join("");
}

/** `Array.isArray` throws on a revoked proxy. */
function isArray(value: unknown): value is readonly unknown[] {
  try {
    return Array.isArray(value);
  } catch {
    return false;
  }
}

const MAX_RENDERED = 40;

function render(value: unknown): string {
  try {
    switch (typeof value) {
      case "undefined":
        return "nothing";
      case "string":
        return `string ${JSON.stringify(value.slice(0, MAX_RENDERED))}${value.length > MAX_RENDERED ? "…" : ""}`;
      case "number":
      case "boolean":
      case "bigint":
        return `${typeof value} ${String(value).slice(0, MAX_RENDERED)}`;
      case "object":
        if (value === null) return "null";
        return Array.isArray(value) ? `array of ${value.length}` : "object";
      default:
        return typeof value;
    }
  } catch {
    return typeof value;
  }
}
