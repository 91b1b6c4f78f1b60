import * as fs from "node:fs";
import * as path from "node:path";

/**
 * A project's `Pulumi.yaml` with a stack's file, and what becomes of them. test/stack-runner/stack-files.test.ts asks our
 * reader, test/engine/stack-files.engine.test.ts the Pulumi CLI.
 */
export interface StackFiles {
  name: string;
  /** What `Pulumi.yaml` of the project `shop` says beside name, runtime and main. */
  project?: string;
  /** What `Pulumi.dev.yaml` says. */
  stack?: string;
  /** The configuration that the CLI hands to the program. Lists and maps are parsed. Left out where the CLI refuses. */
  values?: Record<string, unknown>;
  /** What our reader refuses the files with. It must wherever the CLI does. */
  refusal?: RegExp;
  /** Why our reader refuses what the CLI takes. */
  because?: string;
}

const typed = (type: string, value: string): Pick<StackFiles, "project" | "stack"> => ({
  project: `config:\n  a: ${type}\n`,
  stack: `config:\n  shop:a: ${value}\n`,
});
const string = "{type: string, default: x}";
const integer = "{type: integer, default: 1}";
const boolean = "{type: boolean, default: false}";
const strings = "{type: array, items: {type: string}, default: [x]}";
const object = "{type: object, default: {x: 1}}";

const project = (line: string): Pick<StackFiles, "project"> => ({ project: `config:\n  ${line}\n` });
const stack = (line: string): Pick<StackFiles, "stack"> => ({ stack: `config:\n  ${line}\n` });

const projectValues: StackFiles[] = [
  { name: "a value by itself", ...project("a: alias/x"), values: { "shop:a": "alias/x" } },
  { name: "a value by name", ...project("a: {value: alias/x}"), values: { "shop:a": "alias/x" } },
  { name: "a default without a type", ...project("a: {default: alias/x}"), values: { "shop:a": "alias/x" } },
  { name: "a default of a type", ...project(`a: ${string}`), values: { "shop:a": "x" } },
  { name: "a value of a type", ...project("a: {type: string, value: y}"), values: { "shop:a": "y" } },
  { name: "a key with namespace", ...project("shop:a: x"), values: { "shop:a": "x" } },
  { name: "a default of a key with namespace", ...project(`shop:a: ${string}`), values: { "shop:a": "x" } },
  { name: "a key in its old spelling", ...project("shop:config:a: x"), values: { "shop:a": "x" } },
  { name: "a list by itself", ...project("a: [x, {y: z}]"), values: { "shop:a": ["x", { y: "z" }] } },
  { name: "a list by name", ...project("a: {value: [x]}"), values: { "shop:a": ["x"] } },
  {
    name: "a map by name",
    ...project("a: {value: {b: 5, c: [1.5, null, true]}}"),
    values: { "shop:a": { b: 5, c: [1.5, null, true] } },
  },
  {
    name: "whole numbers and booleans",
    project: "config: {a: 5, b: true}",
    values: { "shop:a": "5", "shop:b": "true" },
  },
  { name: "a fraction by name", ...project("a: {value: 1.5}"), values: { "shop:a": "1.5" } },
  { name: "an empty text", ...project('a: ""'), values: { "shop:a": "" } },
  { name: "yes, which is text", ...project("a: yes"), values: { "shop:a": "yes" } },
  { name: "an octal number", ...project("a: 010"), values: { "shop:a": "8" } },
  { name: "a provider's key", ...project("aws:region: eu-west-1"), values: { "aws:region": "eu-west-1" } },
  {
    name: "a provider's key by name",
    ...project("aws:region: {value: eu-west-1, description: ours}"),
    values: { "aws:region": "eu-west-1" },
  },
  {
    name: "a misspelt provider's key",
    ...project("aws:regio: eu-west-1"),
    values: { "aws:regio": "eu-west-1" },
  },
  {
    name: "another project's key",
    ...project("xray-encryption-guard:desiredKey: alias/x"),
    values: { "xray-encryption-guard:desiredKey": "alias/x" },
  },
  {
    name: "a provider's map",
    ...project("aws:defaultTags: {value: {tags: {a: b}}}"),
    values: { "aws:defaultTags": { tags: { a: "b" } } },
  },
  { name: "nothing", project: "config:\n", values: {} },
  {
    name: "an anchor and a merged map",
    project: "x: &x {type: string, default: x}\nconfig:\n  a: {<<: *x, default: y}\n  b: &b [z]\n  c: *b\n",
    values: { "shop:a": "y", "shop:b": ["z"], "shop:c": ["z"] },
  },
  {
    name: "text for a number and a boolean among defaults",
    project: 'config:\n  a: {type: integer, default: "1"}\n  b: {type: boolean, default: "true"}\n',
    values: { "shop:a": "1", "shop:b": "true" },
  },
  {
    name: "a number for text, by value",
    ...project("a: {type: string, value: 5}"),
    values: { "shop:a": "5" },
  },
  {
    name: "an untyped value that is called secret",
    ...project("a: {value: x, secret: true}"),
    values: { "shop:a": "x" },
  },
  {
    name: "the old name of the folder of stack files",
    project: "config: elsewhere\n",
    stack: "config: {shop:a: here}\n",
    values: { "shop:a": "elsewhere" },
  },
  {
    name: "the folder of stack files",
    project: "stackConfigDir: elsewhere\nconfig: {a: x}\n",
    stack: "config: {shop:a: here}\n",
    values: { "shop:a": "elsewhere" },
  },
];

const projectMistakes: StackFiles[] = [
  {
    name: "a type without a value",
    ...project("a: {type: string}"),
    refusal:
      /^Stack 'dev' is missing configuration value 'shop:a': set it with `npx pulumi config set shop:a <value>`\.$/,
  },
  { name: "a description alone", ...project("a: {description: hi}"), refusal: /missing .* 'shop:a'/ },
  { name: "an empty declaration", ...project("a: {}"), refusal: /missing .* 'shop:a'/ },
  { name: "a value of null", ...project("a: {value: null}"), refusal: /missing .* 'shop:a'/ },
  {
    name: "a default of null",
    ...project("a: {type: string, default: null}"),
    refusal: /missing .* 'shop:a'/,
  },
  {
    name: "a key without anything",
    ...project("a:"),
    refusal: /^Pulumi\.yaml: 'shop:a' is empty: give it a value, or remove it\.$/,
  },
  {
    name: "a default beside a value",
    ...project("a: {default: x, value: y}"),
    refusal: /^Pulumi\.yaml: 'shop:a' has a default and a value: remove one of them\.$/,
  },
  {
    name: "a map by itself",
    ...project("a: {one: 1}"),
    refusal: /^Pulumi\.yaml: 'shop:a' has 'one', .*: if this is a map, write it as \{value: \{…\}\}\.$/,
  },
  {
    name: "a misspelt attribute",
    ...project("a: {vale: x}"),
    refusal: /^Pulumi\.yaml: 'shop:a' has 'vale', which is none of .*: did you mean 'value'\?$/,
  },
  { name: "an attribute that every object has", ...project("a: {toString: x}"), refusal: /has 'toString'/ },
  {
    name: "a fraction by itself",
    ...project("a: 1.5"),
    refusal: /^Pulumi\.yaml: 'a' is 1\.5, which is not a whole number: write it as \{value: 1\.5\}\.$/,
  },
  ...["5.0", "1e3", "-1E+3", ".5"].map((written) => ({
    name: `${written} by itself`,
    ...project(`a: ${written}`),
    refusal: /^Pulumi\.yaml: 'a' is [-+.\dE]+, which is not a whole number/i,
  })),
  { name: "a hexadecimal number with an e", ...project("a: 0x1e"), values: { "shop:a": "30" } },
  {
    name: "a type that there is not",
    ...project("a: {type: number, default: 1}"),
    refusal: /'shop:a' has type "number": expected one of string, integer, boolean, array, object\.$/,
  },
  {
    name: "an array without items",
    ...project("a: {type: array, default: []}"),
    refusal: /'shop:a' is an array without items: add/,
  },
  {
    name: "items that are no type",
    ...project("a: {type: array, items: string, default: []}"),
    refusal: /has items "string"/,
  },
  {
    name: "items of no type",
    ...project("a: {type: array, items: {}, default: []}"),
    refusal: /has items \{\}/,
  },
  {
    name: "arrays of arrays of nothing",
    ...project("a: {type: array, items: {type: array}, default: []}"),
    refusal: /has items/,
  },
  {
    name: "a description that is no text",
    ...project("a: {description: 5, value: x}"),
    refusal: /has description 5/,
  },
  { name: "a secret that is no boolean", ...project("a: {value: x, secret: 1}"), refusal: /has secret 1/ },
  {
    name: "a default of another type",
    ...project("a: {type: integer, default: x}"),
    refusal: /^Pulumi\.yaml: 'shop:a' has a default that must be of type 'integer', but is "x"\.$/,
  },
  {
    name: "a number as a default text",
    ...project("a: {type: string, default: 5}"),
    refusal: /of type 'string', but is 5/,
  },
  {
    name: "a value of another type",
    ...project("a: {type: array, items: {type: string}, value: [1]}"),
    refusal:
      /^Stack 'dev' with configuration key 'shop:a' must be of type 'array<string>', such as \[a, b\], but is \[1\]\.$/,
  },
  {
    name: "a default of a provider's key",
    ...project("aws:region: {default: eu-west-1}"),
    refusal:
      /^Pulumi\.yaml: 'aws:region' is another namespace's, which can only be given a value: write \{value: …\}\.$/,
  },
  {
    name: "a type of a provider's key",
    ...project("aws:region: {type: string, value: x}"),
    refusal: /another namespace's/,
  },
  {
    name: "a provider's key without a value",
    ...project("aws:region: {description: x}"),
    refusal: /another namespace's/,
  },
  {
    name: "a secret that is plain",
    ...project("a: {type: string, default: x, secret: true}"),
    refusal: /^Pulumi\.yaml declares 'shop:a' secret, and only the Pulumi CLI can decrypt/,
  },
  {
    name: "a key of three parts",
    ...project("shop:b:a: x"),
    refusal: /^Pulumi\.yaml: 'shop:b:a' is not a key: write it as namespace:name\.$/,
  },
  { name: "a list for the keys", project: "config: [a]\n", refusal: /^Pulumi\.yaml: 'config' must be a map/ },
  { name: "a date by itself", ...project("a: 2026-01-01"), refusal: /'shop:a' holds a date/ },
  { name: "a key twice", project: "config:\n  a: x\n  a: y\n", refusal: /^Pulumi\.yaml is not valid YAML/ },
];

const stackValues: StackFiles[] = [
  { name: "no line", stack: "", ...project("a: x"), values: { "shop:a": "x" } },
  { name: "no key", stack: "config:\n", ...project("a: x"), values: { "shop:a": "x" } },
  { name: "a key without namespace", ...stack("a: x"), values: { "shop:a": "x" } },
  { name: "a key in its old spelling", ...stack("shop:config:a: x"), values: { "shop:a": "x" } },
  { name: "another project's key", ...stack("other:a: x"), values: { "other:a": "x" } },
  { name: "a key that looks like a path", ...stack('"shop:a[0]": x'), values: { "shop:a[0]": "x" } },
  { name: "what the project says too", ...project("a: x"), ...stack("shop:a: y"), values: { "shop:a": "y" } },
  {
    name: "a Region, as the project does",
    ...project("aws:region: x"),
    ...stack("aws:region: y"),
    values: { "aws:region": "y" },
  },
  {
    name: "a Region in its old spelling",
    ...project("aws:region: x"),
    ...stack("aws:config:region: y"),
    values: { "aws:region": "y" },
  },
  {
    name: "a list where the project has one, and they are not joined",
    ...project("a: [x, y]"),
    ...stack("shop:a: [z]"),
    values: { "shop:a": ["z"] },
  },
  {
    name: "a map where the project has one, and they are not merged",
    ...project("a: {value: {b: 1, c: {d: 2}}}"),
    ...stack("shop:a: {c: {e: 3}}"),
    values: { "shop:a": { c: { e: 3 } } },
  },
  {
    name: "a map where the project has a default one",
    ...project(`a: ${object}`),
    ...stack("shop:a: {y: 2}"),
    values: { "shop:a": { y: 2 } },
  },
  {
    name: "a list where the project has a text without a type",
    ...project("a: x"),
    ...stack("shop:a: [1]"),
    values: { "shop:a": [1] },
  },
  { name: "nothing for a text", ...project("a: x"), ...stack("shop:a:"), values: { "shop:a": "" } },
  { name: "nothing for a typed text", ...typed(string, "null"), values: { "shop:a": "" } },
  { name: "a number for a text", ...typed(string, "5"), values: { "shop:a": "5" } },
  { name: "a boolean for a text", ...typed(string, "true"), values: { "shop:a": "true" } },
  { name: "text for a number", ...typed(integer, '"5"'), values: { "shop:a": "5" } },
  { name: "text with a sign for a number", ...typed(integer, '"+5"'), values: { "shop:a": "+5" } },
  { name: "a negative number", ...typed(integer, "-5"), values: { "shop:a": "-5" } },
  { name: "a whole number with a point", ...typed(integer, "5.0"), values: { "shop:a": "5" } },
  { name: "a whole number with an exponent", ...typed(integer, "1e3"), values: { "shop:a": "1000" } },
  { name: "text for a boolean", ...typed(boolean, '"true"'), values: { "shop:a": "true" } },
  { name: "a boolean in capitals", ...typed(boolean, "TRUE"), values: { "shop:a": "true" } },
  {
    name: "a list of text for a list of numbers",
    ...typed("{type: array, items: {type: integer}, default: []}", '["1", 2]'),
    values: { "shop:a": ["1", 2] },
  },
  {
    name: "a map called secure of more",
    ...stack("shop:a: {secure: x, other: y}"),
    values: { "shop:a": { secure: "x", other: "y" } },
  },
  {
    name: "a map called secure of no text",
    ...stack("shop:a: {secure: 1}"),
    values: { "shop:a": { secure: 1 } },
  },
  {
    name: "an anchor",
    ...stack("shop:a: &a [x]\n  shop:b: *a"),
    values: { "shop:a": ["x"], "shop:b": ["x"] },
  },
  {
    name: "merged maps",
    stack: "x: &x\n  shop:a: 1\nconfig:\n  <<: *x\n  shop:b: {<<: *x, c: 2}\n",
    values: { "shop:a": "1", "shop:b": { "shop:a": 1, c: 2 } },
  },
  {
    name: "a key of the file that nobody knows",
    stack: "other: 1\nconfig: {shop:a: x}\n",
    values: { "shop:a": "x" },
  },
  {
    name: "scalars of many spellings",
    stack: `config:
  shop:a: [1.50, 2.0, 0.00001, 1e-7, 010, 089, 1e6, 012345678901, 0o17, 1_000, 1:30, 0b11, +5, -0x10, .5, 5., -0]
  shop:b: [!!str 5, !!int "5", Null, ~, =, y, On, no, TRUE, tRUE, "é<&>", 2026-01, _1, ++5, 123456789012]
  shop:c: 1.50
  shop:d: 010
  shop:e: no
  shop:f: 1:30
  shop:g: 012345678901
  shop:h: {010: a, yes: b, true: c, 1.5: d}
  shop:i: |
    two
    lines
`,
    values: {
      "shop:a": [1.5, 2, 0.00001, 1e-7, 8, 89, 1000000, 12345678901, 15, 1000, "1:30", 3, 5, -16, 0.5, 5, 0],
      "shop:b": [
        "5",
        5,
        null,
        null,
        "=",
        "y",
        "On",
        "no",
        true,
        "tRUE",
        "é<&>",
        "2026-01",
        "_1",
        "++5",
        123456789012,
      ],
      "shop:c": "1.5",
      "shop:d": "8",
      "shop:e": "no",
      "shop:f": "1:30",
      "shop:g": "12345678901",
      "shop:h": { 8: "a", yes: "b", true: "c", "1.5": "d" },
      "shop:i": "two\nlines\n",
    },
  },
];

const stackMistakes: StackFiles[] = [
  { name: "no YAML", stack: "config: [\n", refusal: /^Pulumi\.dev\.yaml is not valid YAML: .*[^:]\.$/ },
  { name: "no map", stack: "- a\n", refusal: /^Pulumi\.dev\.yaml must be a map/ },
  {
    name: "an alias of nothing",
    ...stack("a: *nobody"),
    refusal: /^Pulumi\.dev\.yaml is not valid YAML: .*nobody\.$/,
  },
  {
    name: "an alias within what it stands for",
    ...stack("a: &a [*a]"),
    refusal:
      /^Pulumi\.dev\.yaml is not valid YAML: an alias \(\*name\) is inside the value that it refers to/,
  },
  {
    name: "an environment, without Pulumi Cloud",
    stack: "environment: [base]\n",
    refusal: /imports a Pulumi ESC environment/,
  },
  {
    name: "a list for the keys",
    stack: "config: [a]\n",
    refusal: /^Pulumi\.dev\.yaml: 'config' must be a map/,
  },
  {
    name: "a text for the keys",
    stack: "config: a\n",
    refusal: /^Pulumi\.dev\.yaml: 'config' must be a map/,
  },
  {
    name: "a key twice",
    stack: "config:\n  a: x\n  a: y\n",
    refusal: /^Pulumi\.dev\.yaml is not valid YAML/,
  },
  {
    name: "a key of three parts",
    ...stack("shop:b:a: x"),
    refusal: /^Pulumi\.dev\.yaml: 'shop:b:a' is not a key/,
  },
  {
    name: "a fraction for a whole number",
    ...typed(integer, "5.5"),
    refusal: /of type 'integer', but is "5\.5"/,
  },
  { name: "a fraction as text for a whole number", ...typed(integer, '"5.0"'), refusal: /of type 'integer'/ },
  { name: "text with a space for a whole number", ...typed(integer, '" 5"'), refusal: /of type 'integer'/ },
  { name: "empty text for a whole number", ...typed(integer, '""'), refusal: /of type 'integer', but is ""/ },
  { name: "nothing for a whole number", ...typed(integer, ""), refusal: /of type 'integer', but is ""/ },
  { name: "a boolean for a whole number", ...typed(integer, "true"), refusal: /of type 'integer'/ },
  {
    name: "yes for a boolean",
    ...typed(boolean, "yes"),
    refusal: /of type 'boolean', true or false, but is "yes"/,
  },
  { name: "text in capitals for a boolean", ...typed(boolean, '"True"'), refusal: /of type 'boolean'/ },
  { name: "one for a boolean", ...typed(boolean, "1"), refusal: /of type 'boolean'/ },
  { name: "nothing for a boolean", ...typed(boolean, ""), refusal: /of type 'boolean'/ },
  { name: "a list for a text", ...typed(string, "[x]"), refusal: /of type 'string', but is \["x"\]/ },
  { name: "a map for a text", ...typed(string, "{x: y}"), refusal: /of type 'string'/ },
  {
    name: "a text for a list",
    ...typed(strings, "x"),
    refusal: /of type 'array<string>', such as \[a, b\], but is "x"/,
  },
  { name: "a list in JSON for a list", ...typed(strings, `'["x"]'`), refusal: /of type 'array<string>'/ },
  { name: "a number in a list of text", ...typed(strings, "[x, 1]"), refusal: /of type 'array<string>'/ },
  { name: "nothing in a list of text", ...typed(strings, "[x, null]"), refusal: /of type 'array<string>'/ },
  { name: "nothing for a list", ...typed(strings, ""), refusal: /of type 'array<string>', .* but is ""/ },
  { name: "a list for a map", ...typed(object, "[]"), refusal: /of type 'object', such as \{key: value\}/ },
  { name: "a map in JSON for a map", ...typed(object, `'{"x": 1}'`), refusal: /of type 'object'/ },
  {
    name: "a plain value that the project declares secret",
    ...typed("{type: string, secret: true}", "x"),
    refusal: /declares 'shop:a' secret/,
  },
  {
    name: "a number without end",
    ...stack("shop:a: .inf"),
    refusal: /'shop:a' holds a number without end, or none: write it in quotes\.$/,
  },
  {
    name: "a secure value that nobody encrypted",
    ...stack("shop:a: {secure: x}"),
    refusal: /'shop:a' is a secure value/,
  },
  {
    name: "a secure value deep inside",
    ...stack("shop:a: {b: [{secure: x}]}"),
    refusal: /'shop:a' is a secure value/,
  },
];

const refusedByUsAlone: StackFiles[] = [
  {
    name: "a misspelt config of the stack",
    stack: "confg: {shop:a: x}\n",
    values: {},
    refusal: /^Pulumi\.dev\.yaml: 'confg' is read by nobody: did you mean 'config'\?$/,
    because: "the CLI ignores it, and every value below",
  },
  {
    name: "a misspelt config of the project",
    project: "Config: {a: x}\n",
    values: {},
    refusal: /^Pulumi\.yaml: 'Config' is read by nobody: did you mean 'config'\?$/,
    because: "the CLI ignores it, and every value below",
  },
  {
    name: "a declared key beside the same with namespace",
    project: "config:\n  a: {type: string, default: x}\n  shop:a: y\n",
    values: { "shop:a": "x" },
    refusal: /^Pulumi\.yaml has one key twice, as 'a' and as 'shop:a': remove one of them\.$/,
    because: "the CLI takes the key that is first in the alphabet, so the value that was added is lost",
  },
  {
    name: "a path in the project",
    project: "config:\n  a[0]: x\n  b.c: y\n",
    values: { "shop:a": ["x"], "shop:b": { c: "y" } },
    refusal: /^Pulumi\.yaml: 'shop:a\[0\]' is a path into a value, .*: write the value whole\.$/,
    because: "putting values together is more than is worth copying",
  },
  {
    name: "a date",
    ...stack("shop:a: 2026-01-01"),
    values: { "shop:a": "2026-01-01 00:00:00 +0000 UTC" },
    refusal:
      /^Pulumi\.dev\.yaml: 'shop:a' holds a date, which is not passed on as it is written: write it in quotes\.$/,
    because: "nobody means what the CLI makes of it",
  },
  {
    name: "a date of the project, in a list",
    ...project("a: {value: [2026-01-01]}"),
    values: { "shop:a": ["2026-01-01T00:00:00Z"] },
    refusal: /^Pulumi\.yaml: 'shop:a' holds a date/,
    because: "nobody means what the CLI makes of it",
  },
  {
    name: "a number with too many digits",
    ...stack("shop:a: 9007199254740993"),
    values: { "shop:a": "9007199254740993" },
    refusal: /'shop:a' holds a number with too many digits: write it in quotes\.$/,
    because: "it does not fit into a number of JavaScript",
  },
  {
    name: "binary data",
    ...stack("shop:a: !!binary aGk="),
    values: { "shop:a": "hi" },
    refusal: /'shop:a' holds binary data/,
    because: "nobody means it",
  },
];

/** All cases. Where both the CLI and our reader take the files, they must hand on the same values. */
export const stackFiles: Record<string, StackFiles[]> = {
  "a project with": projectValues,
  "a project with the mistake of": projectMistakes,
  "a stack with": stackValues,
  "a stack with the mistake of": stackMistakes,
  "files that only our reader refuses, for": refusedByUsAlone,
};

/** Writes a case's files into a folder: all but the program. */
export function writeStackFiles(
  directory: string,
  { project = "", stack = "config: {}\n" }: StackFiles,
): void {
  fs.mkdirSync(path.join(directory, "elsewhere"), { recursive: true });
  const files = {
    "Pulumi.yaml": `name: shop\nruntime: {name: nodejs, options: {typescript: false}}\nmain: index.js\n${project}`,
    "Pulumi.dev.yaml": stack,
    "elsewhere/Pulumi.dev.yaml": "config: {shop:a: elsewhere}\n",
  };
  for (const [name, text] of Object.entries(files)) fs.writeFileSync(path.join(directory, name), text);
}

/** The values of a program, with lists and maps parsed. */
export function parsed(values: Record<string, string>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [
      key,
      /^[[{]/.test(value) ? (JSON.parse(value) as unknown) : value,
    ]),
  );
}
