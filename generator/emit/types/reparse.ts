/** Reads generated types back: text from a page that became code shows as a statement that has no business there. */

import type { ts } from "ts-morph";
import { invariant } from "../../diagnostics/diagnostic.js";
import { typescript } from "../../host/typescript.js";

/** The statements of a module of types and constants. Any other kind of statement, and any call, is a bug of ours. */
export function parseDeclarations(text: string): readonly ts.Statement[] {
  // With parents, so that a node can say its text.
  const file = typescript.createSourceFile("module.ts", text, typescript.ScriptTarget.Latest, true);
  const { parseDiagnostics } = file as ts.SourceFile & { readonly parseDiagnostics: readonly ts.Diagnostic[] };
  invariant(parseDiagnostics.length === 0, `generated types do not parse: ${parseDiagnostics[0]?.messageText}`);
  for (const statement of file.statements) {
    const known =
      typescript.isImportDeclaration(statement) ||
      typescript.isExportDeclaration(statement) ||
      typescript.isInterfaceDeclaration(statement) ||
      typescript.isTypeAliasDeclaration(statement) ||
      (typescript.isVariableStatement(statement) && isConstantData(statement));
    invariant(known, `generated types contain a ${typescript.SyntaxKind[statement.kind]}`);
  }
  return file.statements;
}

function isConstantData(statement: ts.VariableStatement): boolean {
  const calls = (node: ts.Node): boolean =>
    typescript.isCallExpression(node) || typescript.isNewExpression(node) || typescript.isTaggedTemplateExpression(node)
      ? true
      : (typescript.forEachChild(node, (child) => calls(child) || undefined) ?? false);
  return (statement.declarationList.flags & typescript.NodeFlags.Const) !== 0 && !calls(statement);
}
