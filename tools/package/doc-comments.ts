import * as ts from "typescript";

/** A property that a class or interface declares. */
export interface Declared {
  name: string;
  /** As written, without what Pulumi wraps around it. */
  type: string;
  isOptional: boolean;
  /** The comment's text, in one line. */
  description: string;
}

/** The public properties of a class or an interface, with their comments. */
export function declaredIn(file: string, name: string): Declared[] {
  const text = ts.sys.readFile(file);
  if (text === undefined) throw new Error(`There is no ${file}.`);
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found = source.statements.find(
    (statement): statement is ts.ClassDeclaration | ts.InterfaceDeclaration =>
      (ts.isClassDeclaration(statement) || ts.isInterfaceDeclaration(statement)) &&
      statement.name?.text === name,
  );
  if (found === undefined) throw new Error(`${file} declares no ${name}.`);
  return [...found.members].flatMap((member) =>
    ts.isPropertySignature(member) || ts.isPropertyDeclaration(member) ? [declared(member)] : [],
  );
}

function declared(member: ts.PropertySignature | ts.PropertyDeclaration): Declared {
  const type = member.type?.getText() ?? "string";
  return {
    name: member.name.getText(),
    type: type.replace(/^pulumi\.(?:Output|Input)<(.*?)>(?: \| undefined)?$/, "$1"),
    isOptional: member.questionToken !== undefined || type.endsWith("| undefined"),
    description: (ts.getTextOfJSDocComment(ts.getJSDocCommentsAndTags(member)[0]?.comment) ?? "").replace(
      /\s+/g,
      " ",
    ),
  };
}

/** The first paragraph of the comment on the last declaration that a file exports, in one line. */
export function firstParagraphIn(file: string): string {
  const source = ts.createSourceFile(file, ts.sys.readFile(file) ?? "", ts.ScriptTarget.Latest, true);
  const exported = source.statements.findLast(
    (statement) =>
      ts.canHaveModifiers(statement) &&
      ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true,
  );
  const [comment] = exported === undefined ? [] : ts.getJSDocCommentsAndTags(exported);
  const [paragraph = ""] = (ts.getTextOfJSDocComment(comment?.comment) ?? "").split("\n\n");
  if (paragraph === "") throw new Error(`${file} exports nothing with a comment.`);
  return paragraph.replace(/\s+/g, " ");
}
