import * as path from "node:path";
import manifest from "../../package.json";
import { table } from "../../infra/settings/table";
import type { Setting } from "../../infra/settings/validation";
import { type Declared, declaredIn } from "./doc-comments";

const root = path.resolve(__dirname, "../..");
const name = "xray-encryption-guard";
const typeToken = (type: string) => `${name}:index:${type}`;
const reference = (type: string) => ({ $ref: `#/types/${typeToken(type)}` });

/** What a program may write for a setting, by setting: an enum's type name, or the type of a list's elements. */
const named: Record<string, string> = {
  trigger: "Trigger",
  frequency: "Frequency",
  deliveryFrequency: "Frequency",
  recorder: "Recorder",
  enforcement: "Enforcement",
  remediation: "Remediation",
  trail: "TrailChoice",
  transactionSearch: "TransactionSearch",
  notifyTopics: "NotifyTopic",
  aggregators: "Aggregator",
};

/** Pulumi's schema of the package, from the table of settings and the comments of what a guard tells. */
export function packageSchema(): object {
  const settings = Object.entries(table) as [string, Setting][];
  const outputs = [...declaredIn(path.join(root, "infra/guard.ts"), "XrayEncryptionGuard")];
  return {
    name,
    // Said, so that an SDK has one name, wherever the package comes from: from git it would have the owner's.
    namespace: "pulumi",
    version: manifest.version,
    displayName: "X-Ray encryption guard",
    description: manifest.description,
    license: manifest.license,
    meta: { moduleFormat: "(.*)" },
    language: {
      nodejs: { respectSchemaVersion: true },
      python: { respectSchemaVersion: true, pyproject: { enabled: true }, inputTypes: "classes-and-dicts" },
    },
    types: {
      ...Object.fromEntries(settings.flatMap(enumOf)),
      [typeToken("NotifyTopicFormat")]: enumType(["mail", "json", "chat"], "In whose words a topic is told."),
      [typeToken("NotifyTopic")]: objectType("infra/settings/guard-args.ts", "NotifyTopic", {
        format: { ...reference("NotifyTopicFormat"), plain: true, default: "mail" },
      }),
      [typeToken("Aggregator")]: objectType("infra/settings/guard-args.ts", "Aggregator", {
        accountId: { type: "string", plain: true },
        region: { type: "string", plain: true },
      }),
      [typeToken("GuardedRegionOutputs")]: objectType(
        "infra/guarded-region-outputs.ts",
        "GuardedRegionOutputs",
      ),
    },
    resources: {
      [typeToken("XrayEncryptionGuard")]: {
        isComponent: true,
        description:
          "Records, evaluates and reports every change of X-Ray's encryption setting in one AWS account, in one or more Regions.",
        inputProperties: Object.fromEntries(settings.map(([key, setting]) => [key, input(key, setting)])),
        properties: Object.fromEntries(outputs.map((output) => [output.name, outputProperty(output)])),
        required: outputs.filter(({ isOptional }) => !isOptional).map((output) => output.name),
      },
    },
  };
}

function enumOf([key, { allowed, type }]: [string, Setting]): [string, object][] {
  const typeName = named[key];
  if (allowed === undefined || type !== "string" || typeName === undefined) return [];
  return [[typeToken(typeName), enumType(allowed.map(String), `What \`${key}\` may be.`)]];
}

function enumType(values: string[], description: string): object {
  return {
    type: "string",
    description,
    enum: values.map((value) => ({ name: enumMember(value), value })),
  };
}

/** `TwentyFour_Hours` is `TwentyFourHours`. */
function enumMember(value: string): string {
  return `${value.charAt(0).toUpperCase()}${value.slice(1)}`.replace(/_/g, "");
}

/** A setting as an argument. An empty text means that nothing was given, and no enum has it. */
function input(key: string, setting: Setting): object {
  const { type, items, isInput, description, default: value } = setting;
  const typeName = named[key];
  const plain = isInput === true ? {} : { plain: true };
  const hasDefault = ["string", "integer", "boolean"].includes(type) && value !== "";
  const element = typeName === undefined ? { type: items } : reference(typeName);
  const shape = {
    string: typeName === undefined ? { type: "string" } : reference(typeName),
    integer: { type: "integer" },
    boolean: { type: "boolean" },
    array: { type: "array", items: { ...element, ...plain } },
    object: { type: "object", additionalProperties: { type: items } },
  }[type];
  return { ...shape, ...plain, description, ...(hasDefault && { default: value }) };
}

function objectType(file: string, type: string, properties: Record<string, object> = {}): object {
  const declared = declaredIn(path.join(root, file), type);
  return {
    type: "object",
    properties: Object.fromEntries(
      declared.map(({ name: key, description }) => [
        key,
        { ...(properties[key] ?? { type: "string" }), description },
      ]),
    ),
    required: declared.filter(({ isOptional }) => !isOptional).map(({ name: key }) => key),
  };
}

function outputProperty({ name: key, type, description }: Declared): object {
  const shapes: Record<string, object> = {
    string: { type: "string" },
    "string[]": { type: "array", items: { type: "string" } },
    "Record<string, string>": { type: "object", additionalProperties: { type: "string" } },
    "Record<string, GuardedRegionOutputs>": {
      type: "object",
      additionalProperties: reference("GuardedRegionOutputs"),
    },
  };
  const shape = shapes[type];
  if (shape === undefined)
    throw new Error(`infra/guard.ts: output ${key} is of type ${type}, which the schema does not know.`);
  return { ...shape, description };
}
