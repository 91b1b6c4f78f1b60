import { AwsError } from "../../account/aws-error";

/**
 * EventBridge's input transformer: values taken from an event by path, put into a template.
 *
 * Source: EventBridge User Guide, "Amazon EventBridge input transformation". Easy to miss there: a path supports only dot
 * notation; a path without a match renders as nothing; an object inside a string loses its quotes; a template of quoted
 * lines is delivered with its quotes.
 */
export class InputTransformer {
  private constructor(
    private readonly paths: Map<string, string[]>,
    private readonly template: string,
  ) {}

  /** @throws AwsError `ValidationException`, as `PutTargets` does */
  static parse(inputPaths: Record<string, string>, template: string): InputTransformer {
    const paths = new Map(Object.entries(inputPaths).map(([name, path]) => [name, parsePath(name, path)]));
    if (paths.size > 100) throw invalid("there must be at most 100 input paths");
    if (template.length === 0 || template.length > 8192)
      throw invalid("the template must have 1 to 8192 characters");
    for (const name of placeholders(template)) {
      if (!paths.has(name) && !name.startsWith("aws."))
        throw invalid(`the template's <${name}> has no input path`);
    }
    if (!isJsonTemplate(template)) {
      for (const line of template.split("\n")) {
        if (line.trim() !== "" && !/^\s*("(?:[^"\\]|\\.)*"|<[\w.-]+>)\s*$/.test(line)) {
          throw invalid(
            `a template that is not JSON must be strings in quotes, one on each line, unlike: ${line}`,
          );
        }
      }
    }
    return new InputTransformer(paths, template);
  }

  /** @param reserved the values of `<aws.events.…>` */
  render(event: unknown, reserved: Record<string, string>): string {
    let inString = false;
    let rendered = "";
    for (const part of this.template.split(/(<[\w.-]+>|\\.|")/)) {
      const name = /^<([\w.-]+)>$/.exec(part)?.[1];
      if (part === '"') inString = !inString;
      rendered += name === undefined ? part : this.value(name, event, reserved, inString);
    }
    if (isJsonTemplate(this.template)) JSON.parse(rendered);
    return rendered;
  }

  private value(name: string, event: unknown, reserved: Record<string, string>, inString: boolean): string {
    const path = this.paths.get(name);
    const value = path === undefined ? reserved[name] : find(event, path);
    if (inString) {
      if (value === undefined || value === null) return "";
      return typeof value === "string" ? value : JSON.stringify(value).replaceAll('"', "");
    }
    return value === undefined ? '""' : JSON.stringify(value);
  }
}

function isJsonTemplate(template: string): boolean {
  return /^\s*[{[]/.test(template);
}

function placeholders(template: string): string[] {
  return [...template.matchAll(/<([\w.-]+)>/g)].map((match) => match[1] ?? "");
}

function parsePath(name: string, path: string): string[] {
  if (/\[\s*['"]/.test(path)) {
    throw invalid(`input path '${name}' (${path}) uses brackets; only dot notation is supported`);
  }
  if (!/^\$(\.[\w-]+(\[\d+\])?)*$/.test(path))
    throw invalid(`input path '${name}' (${path}) is not a JSON path`);
  return path.split(/[.[\]]+/).filter((step) => step !== "" && step !== "$");
}

function find(event: unknown, path: string[]): unknown {
  return path.reduce<unknown>(
    (value, step) =>
      typeof value === "object" && value !== null ? (value as Record<string, unknown>)[step] : undefined,
    event,
  );
}

function invalid(why: string): AwsError {
  return new AwsError("ValidationException", `Invalid InputTransformer: ${why}.`);
}
