/** `validate.ts`: from a routed frame to its validator. Apart from `frame.ts`, so that routing alone stays small. */

import { docComment, fileHeader, literal } from "../../code/code.js";
import { sourceOf } from "../../spec/line-view.js";
import type { LineSpec, TopicSpec } from "../../spec/spec.js";
import { formValidatorName } from "../validators/validator-names.js";

export function emitValidateFrame(line: LineSpec): string {
  const pushes = line.topics.flatMap((topic) =>
    topic.connections.flatMap((connection) =>
      topic.forms.map(({ name, typeName }) => ({
        key: `${connection} ${topic.name} ${name}`,
        validator: topic.forms.length === 1 ? topic.validatorName : formValidatorName(typeName),
      })),
    ),
  );
  const replies = line.replies.map(({ reply, typeName }) => ({
    key: ` ${reply.name}`,
    validator: formValidatorName(typeName),
  }));
  const rows = [...pushes, ...replies].map(({ key, validator }) => `  [${literal(key)}, ${validator}],\n`);
  const replyImports = replies.map(({ validator }) => validator).sort();
  return [
    fileHeader(sourceOf(line)),
    replyImports.length > 0 ? `import { ${replyImports.join(", ")} } from "./control.check.js";\n` : "",
    'import type { Frame } from "./frame.js";\n',
    validatorImports(line.topics),
    'import type { ValidationResult, Validator } from "../runtime/validator.js";\n\n',
    `const validators = new Map<string, Validator<unknown>>([\n${rows.join("")}]);\n\n`,
    docComment(
      "Checks the message of a frame against the type that the frame claims. An unknown frame is never valid.",
    ),
    `export function validateFrame(frame: Frame): ValidationResult<unknown> {
  const key = frame.kind === "push" ? \`\${frame.connection} \${frame.topic} \${frame.form}\` : ${replies.length === 0 ? '""' : 'frame.kind === "unknown" ? "" : ` ${frame.reply}`'};
  const validator = validators.get(key);
  if (validator && frame.kind !== "unknown") return validator(frame.message);
  const reason = frame.kind === "unknown" ? frame.reason : "no-validator";
  const issue = { pointer: "", keyword: "route", expected: "a documented frame", got: reason, message: \`the frame is not documented (\${reason})\` };
  return { valid: false, issues: [issue] };
}
`,
  ].join("");
}

function validatorImports(topics: readonly TopicSpec[]): string {
  return topics
    .map((topic) => {
      const names =
        topic.forms.length === 1
          ? [topic.validatorName]
          : topic.forms.map(({ typeName }) => formValidatorName(typeName));
      return `import { ${names.sort().join(", ")} } from ${literal(`./${topic.modulePath}.check.js`)};\n`;
    })
    .sort()
    .join("");
}
