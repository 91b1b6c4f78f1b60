import { stringify } from "yaml";
import type { Setting } from "../../infra/settings/validation";
import { table } from "../../infra/settings/table";

const project = "xray-encryption-guard";
const settings: [name: string, setting: Setting][] = Object.entries(table);

/** docs/configuration.md, made from the table of settings. */
export function configurationPage(): string {
  return `<!-- Made by npm run docs. -->

# Configuration

Every setting has a default. Most stacks set \`desiredKey\`, \`notify\` and \`recorder\`, as [Pulumi.dev.yaml](../Pulumi.dev.yaml) and the [example stacks](../examples/stacks) do. A value that cannot be used is refused before anything is deployed, with what is expected and the nearest value that can be used. [Changing a setting](changing-settings.md) later replaces no resource, except roles by another \`iamPath\`.

| setting | type | default |
| --- | --- | --- |
${settings.map(([name, { type, default: value }]) => `| [\`${name}\`](#${name.toLowerCase()}) | ${type} | ${code(value)} |`).join("\n")}

## How Pulumi reads them

- **Keys have a namespace**, the project's name: \`${project}:trigger\` in \`Pulumi.<stack>.yaml\`. \`npx pulumi config set trigger periodic\` adds it. The Region is the provider's own key, \`aws:region\`.
- **Lists and maps** are written into \`Pulumi.<stack>.yaml\`, or set one element at a time: \`npx pulumi config set --path 'notify[0]' security@example.com\`, \`npx pulumi config set --path 'desiredKeyByRegion["us-east-1"]' alias/xray-traces\`.
- **Text that looks like a number is quoted** in the file, such as an account ID: \`"210987654321"\`.
- **A value for all stacks** stands in \`Pulumi.yaml\`, as \`value\` in the place of a setting's \`default\`: \`desiredKey: { type: string, value: alias/xray-traces }\`. A provider's key needs no more than \`aws:region: eu-west-1\`. What a stack says replaces it whole: lists are not joined, maps not merged.
- **Defaults** come from \`Pulumi.yaml\`. An empty text or list means that a setting was not given.
- **A misspelt key is refused**, and so is a setting's old name.
- **In a copy under another name** the keys have that name's namespace. A setting under any other namespace is refused, since no program would read it.
- **\`npm start\`, \`npm run review\` and preflight read the files as the Pulumi CLI does**, and refuse what they cannot: secure values, Pulumi ESC environments, paths such as \`notify[0]\` as keys of \`Pulumi.yaml\`, dates and very long numbers without quotes. They also refuse what the CLI silently ignores: a misspelt \`config:\`, and a key that one file has in two spellings.
- **In another Pulumi program** the same settings are arguments of the component: \`new XrayEncryptionGuard("xray-encryption-guard", { trigger: "periodic" })\`.

${settings.map(([name, setting]) => section(name, setting)).join("\n\n")}
`;
}

function section(name: string, setting: Setting): string {
  return `## ${name}

${setting.description}

${values(setting)}. Default: ${code(setting.default)}.

\`\`\`yaml
${stringify({ [`${project}:${name}`]: exampleOf(setting) }).trim()}
\`\`\``;
}

/** The type and the allowed values, in words. */
function values({ type, items, allowed, range }: Setting): string {
  if (allowed !== undefined) return `One of ${allowed.map((value) => `\`${String(value)}\``).join(", ")}`;
  if (range !== undefined) return `A whole number from ${range.join(" to ")}`;
  if (type === "array") return `A list of ${items}s`;
  if (type === "object") return `A map of Regions to ${items}s`;
  return type === "boolean" ? "`true` or `false`" : "Text";
}

/** The example, or some value that is not the default. */
function exampleOf({ type, default: value, allowed, example }: Setting): unknown {
  return example ?? (type === "boolean" ? value === false : allowed?.find((other) => other !== value));
}

function code(value: unknown): string {
  if (value === "") return "empty";
  return `\`${typeof value === "string" ? value : JSON.stringify(value)}\``;
}
