/** What a file has otherwise than its schema: the errors of Ajv in words for the person who wrote it, each fault once. */

import type { ErrorObject } from "ajv/dist/2020.js";
import { suggest } from "../diagnostics/suggest.js";
import { segmentsOf } from "../schema/pointer.js";
import type { Fault } from "./config-fault.js";

/** `schemaName`: where people read what may stand in the file. */
export function shapeFaults(errors: readonly ErrorObject[], schemaName: string): Fault[] {
  const seen = new Set<string>();
  return meantErrors(errors).flatMap((error): Fault[] => {
    const isChoice = error.keyword === "const" && branchOf(error) !== undefined;
    const fault = isChoice ? explainChoice(error, errors, schemaName) : explainOne(error, schemaName);
    const key = `${error.instancePath} ${fault.message}`;
    if (seen.has(key)) return [];
    seen.add(key);
    return [fault];
  });
}

/** Ajv tells what is wrong with each branch of a choice. Left are the faults of the one that was meant, or the choice itself. */
function meantErrors(errors: readonly ErrorObject[]): ErrorObject[] {
  // A branch whose `const` failed is not the one that was meant; its other faults would drown the real one.
  const notMeant = new Set(errors.filter(({ keyword }) => keyword === "const").map(branchOf));
  // Where one branch fits, the others' `const` is no fault.
  const decided = errors.filter(({ keyword, schemaPath, parentSchema }) => {
    const branches = (parentSchema as { oneOf?: unknown[] } | undefined)?.oneOf ?? [];
    return keyword === "oneOf" && branches.some((_, index) => !notMeant.has(`${schemaPath}/${index}`));
  });
  // Without the member that chooses the branch, nothing else in it can be judged.
  const undecided = errors.filter(lacksChoice);
  return errors.filter((error) => {
    if (["oneOf", "anyOf", "propertyNames"].includes(error.keyword)) return false;
    const branch = branchOf(error);
    if (branch === undefined) return true;
    const isOther =
      error.keyword === "const"
        ? decided.some(({ schemaPath }) => branch.startsWith(`${schemaPath}/`))
        : notMeant.has(branch);
    if (isOther) return false;
    const place = `${error.instancePath}/`;
    return lacksChoice(error) || !undecided.some(({ instancePath }) => place.startsWith(`${instancePath}/`));
  });
}

/** `#/$defs/subscription/oneOf/0` of a fault inside a branch. */
const branchOf = ({ schemaPath }: ErrorObject): string | undefined => /^.*\/oneOf\/\d+/.exec(schemaPath)?.[0];

/** Is the member missing whose `const` tells the branches apart? */
function lacksChoice(error: ErrorObject): boolean {
  const parent = error.parentSchema as { properties?: Record<string, { const?: unknown } | undefined> } | undefined;
  const missing: unknown = error.params.missingProperty;
  if (error.keyword !== "required" || branchOf(error) === undefined || typeof missing !== "string") return false;
  return parent?.properties?.[missing]?.const !== undefined;
}

/** No branch was meant: all their constants are the choice. */
function explainChoice(error: ErrorObject, errors: readonly ErrorObject[], schemaName: string): Fault {
  const values = errors
    .filter(({ keyword, instancePath }) => keyword === "const" && instancePath === error.instancePath)
    .map(({ params }) => String(params.allowedValue));
  const fault = explainOne(error, schemaName);
  const where = pathOf(error.instancePath).join(".");
  return { ...fault, message: `"${where}" must be ${values.join(" or ")}.`, fix: suggest(String(error.data), values) };
}

function explainOne(error: ErrorObject, schemaName: string): Fault {
  const path = pathOf(error.instancePath);
  const where = error.instancePath === "" ? "The file" : `"${path.join(".")}"`;
  const parent = error.parentSchema as { properties?: Record<string, unknown>; description?: string } | undefined;
  const members = Object.keys(parent?.properties ?? {});
  if (error.keyword === "additionalProperties") {
    const name = String(error.params.additionalProperty);
    return {
      path: [...path, name],
      atName: true,
      message: `${where} has a member "${name}" that does not exist.`,
      fix: suggest(name, members),
    };
  }
  if (error.keyword === "required") {
    const name = String(error.params.missingProperty);
    return { path, message: `${where} lacks the member "${name}".`, fix: `Add "${name}".` };
  }
  if (error.propertyName !== undefined) {
    return {
      path: [...path, error.propertyName],
      atName: true,
      message: `${where} has a member "${error.propertyName}" whose name ${error.message ?? "is not allowed"}.`,
      fix: parent?.description ?? "Rename it.",
    };
  }
  const allowed = error.params.allowedValues ?? error.params.allowedValue;
  if (allowed !== undefined) {
    const values = [allowed].flat().map(String);
    return { path, message: `${where} must be ${values.join(" or ")}.`, fix: suggest(String(error.data), values) };
  }
  return {
    path,
    message: `${where} ${error.message ?? error.keyword}.`,
    fix: parent?.description ?? `See ${schemaName} for what may stand here.`,
  };
}

const pathOf = (pointer: string): (string | number)[] =>
  segmentsOf(pointer).map((segment) => (/^\d+$/.test(segment) ? Number(segment) : segment));
