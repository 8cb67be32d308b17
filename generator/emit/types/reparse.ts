/** Reads generated types back: text from a page that became code shows as a statement that has no business there. */

import { ts } from "ts-morph";
import { invariant } from "../../diagnostics/diagnostic.js";

/** The statements of a module of types and constants. Any other kind of statement, and any call, is a bug of ours. */
export function parseDeclarations(text: string): readonly ts.Statement[] {
  // With parents, so that a node can say its text.
  const file = ts.createSourceFile("module.ts", text, ts.ScriptTarget.Latest, true);
  const { parseDiagnostics } = file as ts.SourceFile & { readonly parseDiagnostics: readonly ts.Diagnostic[] };
  invariant(parseDiagnostics.length === 0, `generated types do not parse: ${parseDiagnostics[0]?.messageText}`);
  for (const statement of file.statements) {
    const known =
      ts.isImportDeclaration(statement) ||
      ts.isExportDeclaration(statement) ||
      ts.isInterfaceDeclaration(statement) ||
      ts.isTypeAliasDeclaration(statement) ||
      (ts.isVariableStatement(statement) && isConstantData(statement));
    invariant(known, `generated types contain a ${ts.SyntaxKind[statement.kind]}`);
  }
  return file.statements;
}

function isConstantData(statement: ts.VariableStatement): boolean {
  const calls = (node: ts.Node): boolean =>
    ts.isCallExpression(node) || ts.isNewExpression(node) || ts.isTaggedTemplateExpression(node)
      ? true
      : (ts.forEachChild(node, (child) => calls(child) || undefined) ?? false);
  return (statement.declarationList.flags & ts.NodeFlags.Const) !== 0 && !calls(statement);
}
