/** Mutants of a module: each has one operator, condition, literal, call or statement of it changed, and everything else as it was. */

import ts from "typescript";

/**
 * @typedef {object} Mutant
 * @property {string} file Path of the module.
 * @property {number} line
 * @property {number} start Offset in the module's text where `before` begins.
 * @property {string} before
 * @property {string} after
 */

const OPERATORS = {
  "===": ["!=="],
  "!==": ["==="],
  "<": ["<=", ">="],
  "<=": ["<", ">"],
  ">": [">=", "<="],
  ">=": [">", "<"],
  "&&": ["||"],
  "||": ["&&"],
  "??": ["&&"],
  "+": ["-"],
  "-": ["+"],
  "*": ["/"],
  "/": ["*"],
  "%": ["*"],
  "&": ["|"],
  "|": ["&"],
  "<<": [">>"],
  ">>": ["<<"],
  "+=": ["-="],
  "-=": ["+="],
};
const EQUALITY = new Set(["===", "!=="]);

const METHODS = {
  some: "every",
  every: "some",
  startsWith: "endsWith",
  endsWith: "startsWith",
  min: "max",
  max: "min",
};
/** Calls whose value is of the kind that they are called on: without the call there is still one. */
const REFINING = new Set(["filter", "sort", "toSorted", "reverse", "toReversed", "slice", "trim"]);

/** All mutants of a TypeScript module, in the order of its text. */
export function mutantsOf(file, text) {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  /** @type {Mutant[]} */
  const mutants = [];

  const replace = (start, end, after) => {
    const line = source.getLineAndCharacterOfPosition(start).line + 1;
    mutants.push({ file, line, start, before: text.slice(start, end), after });
  };
  const replaceNode = (node, after) => replace(node.getStart(), node.getEnd(), after);

  const visit = (node) => {
    // Types are gone at run time, and a broken invariant is a bug of ours that no input brings about.
    if (ts.isTypeNode(node) || ts.isTypeAliasDeclaration(node) || ts.isInterfaceDeclaration(node)) return;
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || isInvariant(node)) return;
    if (ts.isBinaryExpression(node) && !isConcatenation(node)) {
      for (const operator of OPERATORS[node.operatorToken.getText()] ?? []) replaceNode(node.operatorToken, operator);
    }
    if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken) {
      replaceNode(node, node.operand.getText());
    }
    for (const [condition, values] of conditionsOf(node)) {
      for (const value of values) if (condition.getText() !== value) replaceNode(condition, value);
    }
    if (ts.isNumericLiteral(node)) replaceNode(node, String(Number(node.text.replaceAll("_", "")) + 1));
    if (node.kind === ts.SyntaxKind.TrueKeyword && !isLoop(node.parent)) replaceNode(node, "false");
    if (node.kind === ts.SyntaxKind.FalseKeyword) replaceNode(node, "true");
    if (ts.isStringLiteralLike(node) && isCompared(node)) replaceNode(node, node.text === "" ? '"mutant"' : '""');
    if (ts.isRegularExpressionLiteral(node)) {
      for (const after of withoutAnchors(node.text)) replaceNode(node, after);
    }
    if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
      const { expression: receiver, name } = node.expression;
      if (Object.hasOwn(METHODS, name.text)) replaceNode(name, METHODS[name.text]);
      if (REFINING.has(name.text)) replace(receiver.getEnd(), node.getEnd(), "");
    }
    if (isRemovable(node)) replaceNode(node, ";");
    ts.forEachChild(node, visit);
  };
  visit(source);
  return mutants;
}

const isInvariant = (node) =>
  ts.isExpressionStatement(node) &&
  ts.isCallExpression(node.expression) &&
  node.expression.expression.getText() === "invariant";

const isText = (node) => ts.isStringLiteralLike(node) || ts.isTemplateExpression(node);
const isConcatenation = ({ operatorToken, left, right }) =>
  operatorToken.kind === ts.SyntaxKind.PlusToken &&
  (isText(left) || isText(right) || (ts.isBinaryExpression(left) && isConcatenation(left)));

const isLoop = (node) => ts.isWhileStatement(node) || ts.isDoStatement(node) || ts.isForStatement(node);

/** What decides at this node, with the constants to put there. A loop that never ends says nothing about its tests. */
function conditionsOf(node) {
  if (ts.isIfStatement(node)) return [[node.expression, ["true", "false"]]];
  if (ts.isConditionalExpression(node)) return [[node.condition, ["true", "false"]]];
  if (ts.isWhileStatement(node) || ts.isDoStatement(node)) return [[node.expression, ["false"]]];
  if (ts.isForStatement(node) && node.condition) return [[node.condition, ["false"]]];
  return [];
}

function isCompared(node) {
  const { parent } = node;
  if (ts.isCaseClause(parent)) return parent.expression === node;
  return ts.isBinaryExpression(parent) && EQUALITY.has(parent.operatorToken.getText());
}

function withoutAnchors(literal) {
  const end = literal.lastIndexOf("/");
  const [pattern, flags] = [literal.slice(1, end), literal.slice(end)];
  const open = pattern.startsWith("^") && pattern.length > 1 ? [`/${pattern.slice(1)}${flags}`] : [];
  return /[^\\]\$$/.test(pattern) ? [...open, `/${pattern.slice(0, -1)}${flags}`] : open;
}

/** A statement without which the rest still runs: an effect, or a way out of the middle. */
function isRemovable(node) {
  if (ts.isExpressionStatement(node) || ts.isContinueStatement(node) || ts.isBreakStatement(node)) return true;
  if (!ts.isReturnStatement(node) && !ts.isThrowStatement(node)) return false;
  return ts.isIfStatement(ts.isBlock(node.parent) ? node.parent.parent : node.parent);
}
