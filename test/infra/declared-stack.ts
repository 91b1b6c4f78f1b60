import * as pulumi from "@pulumi/pulumi";
import { Document, type Node, type Pair, visit } from "yaml";
import { version } from "../../package.json";
import { type Cloud, type Registration, type Run, runProgram } from "../../stack-runner/run";
import { stubCloud } from "../support/stub-cloud";

/** Runs a stack in a cloud whose resources say where a value is from: `${s3.Bucket guard-history.arn}`. */
export function declareStack(stack: string): Promise<Run> {
  const stub = stubCloud();
  const cloud: Cloud = {
    ...stub,
    async create(resource) {
      const { state } = await stub.create(resource);
      const output = (member: string) => `\${${titleOf(resource)}.${member}}`;
      return { id: output("id"), state: { ...state, name: output("name"), arn: output("arn") } };
    },
  };
  return runProgram({ stack, cloud });
}

/** Every URN of a run, a line each, without what all of them begin with: the stack's and the project's name. */
export function urnList({ registrations }: Run): string {
  const byUrn = new Map(registrations.map((one) => [one.urn, one]));
  // The engine's URN has the types of all parents but the stack's; the mock monitor's has the last parent's alone.
  const qualifiedType = ({ type, parent }: Registration): string => {
    const above = byUrn.get(parent);
    return above === undefined || above.parent === "" ? type : `${qualifiedType(above)}$${type}`;
  };
  const urns = registrations.map((one) => `${qualifiedType(one)}::${one.name}`);
  return `${urns.toSorted().join("\n")}\n`;
}

/** Every registration of a run and its outputs. JSON in a string is shown as what it says, with the tag `!json`. */
export async function graphYaml({ registrations, outputs }: Run): Promise<string> {
  const titles = new Map(registrations.map((one) => [one.urn, titleOf(one)]));
  if (new Set(titles.values()).size < registrations.length) throw new Error("Two resources have one title.");
  const resources = await Promise.all(
    registrations.map(async (one) => [titleOf(one), await described(one, titles)] as const),
  );
  const graph = { outputs, resources: Object.fromEntries(resources) };
  const document = new Document(graph, { aliasDuplicateObjects: false, sortMapEntries: inOrder });
  visit(document, { Scalar: (_, { value }) => parsedJson(document, value) });
  visit(document, {
    Collection: (_, node) => {
      node.flow = JSON.stringify(node).length < 90;
    },
  });
  // A release changes no snapshot.
  return document.toString({ lineWidth: 0, flowCollectionPadding: false }).replaceAll(version, "<version>");
}

async function described(
  { parent, dependencies, propertyDependencies, options, inputs }: Registration,
  titles: Map<string, string>,
): Promise<object> {
  // Whatever the inputs were made from is seen there.
  const seen = new Set(Object.values(propertyDependencies).flat());
  const dependsOn = dependencies.filter((urn) => !seen.has(urn)).map((urn) => titles.get(urn));
  // The AWS provider's SDK has aliases of its own, for types that it renamed.
  const aliases = options.aliases.filter((alias) => !alias.includes('"type":"aws:'));
  const unusual = Object.entries({ ...options, aliases }).filter(([, value]) =>
    typeof value === "object" || typeof value === "string" ? value.length > 0 : Boolean(value),
  );
  return {
    parent: titles.get(parent),
    dependsOn: dependsOn.length > 0 ? dependsOn.toSorted() : undefined,
    options: unusual.length > 0 ? Object.fromEntries(unusual) : undefined,
    inputs: await withoutCode(inputs),
  };
}

/** The names of an archive's files; what they hold is the rule, which has tests of its own. */
async function withoutCode(inputs: Record<string, unknown>): Promise<object | undefined> {
  const { code } = inputs;
  if (Object.keys(inputs).length === 0) return undefined;
  if (!(code instanceof pulumi.asset.AssetArchive)) return inputs;
  return { ...inputs, code: { archive: Object.keys(await code.assets) } };
}

function parsedJson(document: Document, text: unknown): Node | undefined {
  if (typeof text !== "string" || !/^(\{"|\[["{])/.test(text)) return undefined;
  const node = document.createNode(JSON.parse(text));
  node.tag = "!json";
  return node;
}

/** `sns.Topic guard-eu-west-1-stream`, and of a component, which has no service, `Recording guard-eu-west-1`. */
function titleOf({ type, name }: { type: string; name: string }): string {
  const [provider = "", module = "", typeName = ""] = type.split(":");
  const service = { aws: module.split("/")[0], awsx: `awsx.${module}` }[provider];
  return service === undefined ? `${typeName} ${name}` : `${service}.${typeName} ${name}`;
}

const first = ["parent", "dependsOn", "options", "Sid"];

/** What a thing belongs to comes first, the rest by its name: the order in which a program sets inputs means nothing. */
function inOrder({ key: one }: Pair, { key: other }: Pair): number {
  const sortKey = (key: unknown) => {
    const rank = first.indexOf(String(key));
    return rank < 0 ? `~${String(key)}` : String(rank);
  };
  return sortKey(one) < sortKey(other) ? -1 : 1;
}
