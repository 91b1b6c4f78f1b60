// What Stryker leaves alone in infra/ by its nature: numbers, and what a resource waits for.
import ts from "typescript";

/** One place in a source, and what is written there instead. */
export interface Spot {
  /** Of the file's text. */
  start: number;
  end: number;
  line: number;
  was: string;
  becomes: string;
}

/** The lists whose elements end in a `dependsOn`. */
const waitedFor = new Set(["dependsOn", "ready", "watchers", "recorded", "permissions"]);

/** Every place of a source to break, one at a time: another number for each, and no element of what is waited for. */
export function spotsOf(text: string): Spot[] {
  const source = ts.createSourceFile("source.ts", text, ts.ScriptTarget.Latest, true);
  const spots: Spot[] = [];
  const add = (start: number, end: number, becomes: string) => {
    const line = source.getLineAndCharacterOfPosition(start).line + 1;
    spots.push({ start, end, line, was: text.slice(start, end), becomes });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node)) return;
    if (ts.isNumericLiteral(node)) add(node.getStart(), node.end, otherNumber(node.text));
    const list = waitList(node);
    if (list !== undefined && ts.isArrayLiteralExpression(list)) {
      list.elements.forEach((element, index) => {
        const next = list.elements[index + 1];
        add(element.getStart(), next?.getStart() ?? element.end, "");
      });
    } else if (list !== undefined) add(list.getStart(), list.end, "[]");
    if (isPush(node)) add(node.getStart(), node.end, "void 0");
    ts.forEachChild(node, visit);
  };
  visit(source);
  return spots;
}

/** A source with one place broken. */
export function broken(text: string, { start, end, becomes }: Spot): string {
  return text.slice(0, start) + becomes + text.slice(end);
}

function otherNumber(text: string): string {
  return String(Number(text) + 1);
}

/** What is written where resources wait: the value of `dependsOn`, `ready` … where it is more than another's name. */
function waitList(node: ts.Node): ts.Expression | undefined {
  if (ts.isPropertyAssignment(node) && isWaitedFor(node.name)) return node.initializer;
  if (ts.isVariableDeclaration(node) && isWaitedFor(node.name)) return node.initializer;
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
    const { left } = node;
    if (ts.isPropertyAccessExpression(left) && isWaitedFor(left.name)) return node.right;
  }
  return undefined;
}

/** `watchers.push(detector)`, `this.permissions.push(…)` */
function isPush(node: ts.Node): node is ts.CallExpression {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return false;
  const { expression: list, name } = node.expression;
  const listName = ts.isPropertyAccessExpression(list) ? list.name : list;
  return name.text === "push" && isWaitedFor(listName);
}

function isWaitedFor(name: ts.Node): boolean {
  return ts.isIdentifier(name) && waitedFor.has(name.text);
}
