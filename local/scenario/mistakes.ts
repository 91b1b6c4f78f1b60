import type { ErrorObject } from "ajv";
import { closest } from "fastest-levenshtein";
import { isMap, isNode, isScalar, type Document, type LineCounter } from "yaml";
import { quoted } from "../../stack-runner/text";

/** A mistake in a scenario file. The message is one sentence, meant to be printed alone. */
export class ScenarioError extends Error {
  override readonly name = "ScenarioError";
}

/** The line of the value at a path, from 1; an empty value has no place of its own, but what holds it has. */
export function lineAt(document: Document, lines: LineCounter, path: readonly unknown[]): number {
  const node: unknown = path.length === 0 ? document.contents : document.getIn(path, true);
  if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  return path.length === 0 ? 1 : lineAt(document, lines, path.slice(0, -1));
}

/** The line at which the validator found a mistake: of the key, where one is too many, and else of the value. */
export function placeOf(mistake: ErrorObject, document: Document, lines: LineCounter): number {
  const path = mistake.instancePath
    .split("/")
    .slice(1)
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part));
  const node: unknown = path.length === 0 ? document.contents : document.getIn(path, true);
  const extra = unknownKey(mistake);
  const key = isMap(node)
    ? node.items
        .map((pair) => pair.key)
        .find((one) => isScalar(one) && `${(one.value as string | number | boolean | null) ?? ""}` === extra)
    : undefined;
  return isScalar(key) && key.range ? lines.linePos(key.range[0]).line : lineAt(document, lines, path);
}

/** What is wrong, what was expected, and the nearest word that would do. */
export function explain(mistake: ErrorObject): string {
  const { keyword, parentSchema, data } = mistake;
  const path = mistake.instancePath.split("/").slice(1);
  const name = path.findLast((part) => !/^\d+$/.test(part)) ?? "";
  const isStep = path.length === 2 && path[0] === "steps";
  const subject = isStep ? "a step" : path.length === 0 ? "a scenario" : `'${name}'`;
  const found = data === null || data === undefined ? "nothing" : quoted(data);
  switch (keyword) {
    case "additionalProperties": {
      const extra = unknownKey(mistake) ?? "";
      const named = quoted(extra).slice(1, -1);
      const known = Object.keys((parentSchema?.["properties"] ?? {}) as object);
      const kind = isStep ? "step" : "key";
      return `unknown ${kind} '${named}'${path.length === 0 || isStep ? "" : ` of ${subject}`}: did you mean '${closest(extra, known)}'? ${listed(known)}`;
    }
    case "required":
      return `${subject} lacks '${param(mistake, "missingProperty")}'${exampleOf(parentSchema)}.`;
    case "dependencies":
      return `'${param(mistake, "property")}' of ${subject} says more about a '${param(mistake, "deps")}', which is missing beside it.`;
    case "enum": {
      const allowed = (parentSchema?.["enum"] ?? []) as string[];
      const nearest = typeof data === "string" ? `did you mean '${closest(data, allowed)}'? ` : "";
      return isStep
        ? `${found} alone is no step: ${nearest}Steps without a value are ${allowed.join(", ")}; all others are 'word: value'.`
        : `${subject} is ${found}: ${nearest}${listed(allowed)}`;
    }
    case "const":
      return `${subject} is ${found}, but it can only be ${JSON.stringify(parentSchema?.["const"])}.`;
    case "pattern":
      return `${subject} is ${found}, but must be${exampleOf(parentSchema).replace(", as in", " like")}.`;
    case "type": {
      const types = [parentSchema?.["type"] as string | string[]].flat();
      const wanted = types.map((type) => typeNames[type] ?? type).join(" or ");
      return `${subject} must be ${wanted}${exampleOf(parentSchema)}, but is ${found}.`;
    }
    case "minItems":
    case "minProperties":
    case "minLength":
      return `${subject} must not be empty${exampleOf(parentSchema)}.`;
    default:
      return `${subject} ${mistake.message ?? "is wrong"}, but is ${found}${exampleOf(parentSchema)}.`;
  }
}

const typeNames: Record<string, string> = {
  string: "a text",
  integer: "a whole number",
  object: "a map of keys to values",
  array: "a list",
  null: "left without a value",
};

function unknownKey(mistake: ErrorObject): string | undefined {
  return mistake.keyword === "additionalProperties" ? param(mistake, "additionalProperty") : undefined;
}

function param(mistake: ErrorObject, name: string): string {
  return String((mistake.params as Record<string, unknown>)[name]);
}

function listed(allowed: readonly string[]): string {
  return `It may be ${allowed.join(", ")}.`;
}

function exampleOf(schema: ErrorObject["parentSchema"]): string {
  const examples: unknown = schema?.["examples"];
  const [example] = Array.isArray(examples) ? (examples as unknown[]) : [];
  return example === undefined ? "" : `, as in ${JSON.stringify(example)}`;
}
