/** `<topic>.is.ts`: type guards that say yes or no. Why not, say the validators. */

import { docComment, fileHeader } from "../../code/code.js";
import type { OutputTree } from "../../host/output-tree.js";
import type { LineSpec, TopicSpec } from "../../spec/spec.js";
import type { ValueType } from "../../spec/value-type.js";
import { createValueCheck } from "../../value-check/value-check.js";

export const guardName = (typeName: string): string => `is${typeName}`;

/** Of each form, and of the topic as a whole. */
export function topicGuardNames(topic: TopicSpec): string[] {
  return [...new Set([...topic.forms.map(({ typeName }) => guardName(typeName)), guardName(topic.messageType)])].sort();
}

export const controlGuardNames = (line: LineSpec): string[] =>
  line.replies.map(({ typeName }) => guardName(typeName)).sort();

export function emitGuards(line: LineSpec): OutputTree {
  const tree = new Map<string, string>();
  for (const topic of line.topics) {
    const name = topic.modulePath.split("/").at(-1) ?? "";
    tree.set(
      `src/${line.name}/${topic.modulePath}.is.ts`,
      renderModule({
        source: `schemas/${topic.schemaPath}`,
        types: topic.forms,
        ...(topic.forms.length > 1 ? { union: topic.messageType } : {}),
        typesPath: `./${name}.js`,
        runtimePath: `${"../".repeat(topic.modulePath.split("/").length)}runtime`,
      }),
    );
  }
  tree.set(
    `src/${line.name}/control.is.ts`,
    renderModule({
      source: `schemas/${line.controlPath}`,
      types: line.replies,
      typesPath: "./control.js",
      runtimePath: "../runtime",
    }),
  );
  return tree;
}

interface ModuleInput {
  readonly source: string;
  readonly types: readonly { readonly type: ValueType; readonly typeName: string }[];
  /** Type of all of them together. */
  readonly union?: string;
  readonly typesPath: string;
  readonly runtimePath: string;
}

function renderModule({ source, types, union, typesPath, runtimePath }: ModuleInput): string {
  const header = `${fileHeader(source)}// @ts-nocheck\n`;
  if (types.length === 0) return `${header}export {};\n`;
  const code = createValueCheck();
  const guards = types.map(
    ({ type, typeName }) =>
      `${docComment("True for a value of the type; no report.")}export function ${guardName(typeName)}(value: unknown): value is ${typeName} {\n  return ${code.check(type, "value")};\n}\n`,
  );
  const whole =
    union === undefined
      ? ""
      : `${docComment("True for any form of the topic.")}export function ${guardName(union)}(value: unknown): value is ${union} {\n  return ${types.map(({ typeName }) => `${guardName(typeName)}(value)`).join(" || ")};\n}\n`;
  const names = [...types.map(({ typeName }) => typeName), ...(union === undefined ? [] : [union])].sort();
  return [
    header,
    code.used.size > 0 ? `import { ${[...code.used].sort().join(", ")} } from "${runtimePath}/decimal.js";\n` : "",
    `import type { ${names.join(", ")} } from "${typesPath}";\n\n`,
    ...guards,
    whole,
    "\n",
    code.functions.join("\n"),
  ].join("");
}
