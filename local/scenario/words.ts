import schema from "../scenarios/schema.json";

/** What a scenario file may say; editors that know JSON Schema complete and check by the same file. */
export const scenarioSchema: object = schema;

interface Word {
  description?: string;
  examples?: unknown[];
  allOf?: { $ref: string }[];
}

const definitions = schema.definitions as unknown as Record<string, Word>;

/** The words of one kind, for people: each with what it does and an example in YAML's flow style. */
export interface WordHelp {
  word: string;
  description: string;
  example: string;
}

/** The words that a step may have, `expect` last. */
export function stepWords(): WordHelp[] {
  return helpOn(schema.definitions.step.else.properties);
}

/** The words that `expect` takes. */
export function expectWords(): WordHelp[] {
  return helpOn(schema.definitions.expect.properties);
}

function helpOn(words: Record<string, Word | { $ref: string }>): WordHelp[] {
  return Object.entries(words).map(([word, given]) => {
    const own = "$ref" in given ? named(given.$ref) : given;
    const base = own.allOf?.[0] === undefined ? {} : named(own.allOf[0].$ref);
    const takesNothing = own.allOf?.[0]?.$ref.endsWith("/nothing") === true;
    const example = (own.examples ?? base.examples)?.[0];
    return {
      word,
      description: own.description ?? base.description ?? "",
      example: takesNothing ? word : `${word}: ${example === undefined ? sampleOf(own) : flow(example)}`,
    };
  });
}

function named(reference: string): Word {
  return definitions[reference.replace("#/definitions/", "")] ?? {};
}

function sampleOf(word: Word): string {
  return "const" in word ? String(word.const) : "{ … }";
}

function flow(example: unknown): string {
  if (typeof example !== "object" || example === null) return String(example);
  const members = Object.entries(example).map(([key, value]) => `${key}: ${String(value)}`);
  return `{ ${members.join(", ")} }`;
}
