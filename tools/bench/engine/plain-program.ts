import type { StateResource } from "../../engine/engine";

/**
 * A Pulumi program in plain JavaScript that declares the same resources as a deployed stack: the same inputs, with the
 * same references from one to another, without component, bundling or TypeScript. It is what the guard is measured against.
 *
 * @param code the file with the functions' code
 */
export function plainProgram(resources: readonly StateResource[], code: string): string {
  const custom = resources.filter(({ type }) => type.startsWith("aws:"));
  const names = new Map(custom.map(({ urn }, index) => [urn, `resource${index}`]));
  const services = new Set(custom.map(({ type }) => type.split(/[:/]/)[1] ?? ""));
  const made: StateResource[] = [];
  const declarations = custom.map((resource) => {
    const { urn, type, inputs = {}, dependencies = [] } = resource;
    const [, service = "", , shortType = ""] = type.split(/[:/]/);
    const { __defaults: defaults = [], ...given } = inputs as { __defaults?: string[] };
    const properties = Object.entries(given)
      .filter(([name]) => !defaults.includes(name))
      .map(([name, value]) => {
        const text =
          name === "code"
            ? `new pulumi.asset.AssetArchive({ "index.js": new pulumi.asset.StringAsset(require("node:fs").readFileSync(${JSON.stringify(code)}, "utf8")) })`
            : expression(value, made, names);
        return `  ${name}: ${text},`;
      });
    made.push(resource);
    const dependsOn = dependencies.flatMap((other) => names.get(other) ?? []);
    const options = dependsOn.length > 0 ? `, { dependsOn: [${dependsOn.join(", ")}] }` : "";
    return `const ${names.get(urn)} = new ${service}.${shortType}(${JSON.stringify(shortName(urn))}, {\n${properties.join("\n")}\n}${options});`;
  });
  return [
    'const pulumi = require("@pulumi/pulumi");',
    ...[...services].map((service) => `const ${service} = require("@pulumi/aws/${service}");`),
    ...declarations,
    "",
  ].join("\n");
}

function shortName(urn: string): string {
  return urn.split("::").at(-1) ?? "";
}

/** A value as JavaScript, in which what other resources answered is a reference to them. */
function expression(value: unknown, made: readonly StateResource[], names: Map<string, string>): string {
  if (typeof value === "string") return interpolation(value, made, names);
  if (Array.isArray(value)) return `[${value.map((item) => expression(item, made, names)).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value).map(
      ([key, member]) => `${JSON.stringify(key)}: ${expression(member, made, names)}`,
    );
    return `{ ${members.join(", ")} }`;
  }
  return JSON.stringify(value);
}

function interpolation(text: string, made: readonly StateResource[], names: Map<string, string>): string {
  const answers = made
    .flatMap(({ urn, id = "", outputs = {} }) => [
      { of: urn, member: "arn", value: outputs["arn"] as string | undefined },
      { of: urn, member: "id", value: id },
    ])
    .flatMap(({ value = "", ...rest }) => (value.length > 20 ? [{ value, ...rest }] : []))
    .toSorted((a, b) => b.value.length - a.value.length);
  const found = answers.find(({ value }) => text.includes(value));
  if (found === undefined) return JSON.stringify(text);
  const reference = `${names.get(found.of)}.${found.member}`;
  if (text === found.value) return reference;
  const parts = text.split(found.value).map((part) => interpolation(part, made, names));
  return `pulumi.concat(${parts.join(`, ${reference}, `)})`;
}
