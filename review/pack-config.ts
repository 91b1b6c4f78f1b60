import {
  type AnalyzerInfo,
  ConfigureAnalyzerRequest,
  EnforcementLevel,
  PolicyConfig,
  type PolicyInfo,
} from "@pulumi/pulumi/proto/analyzer_pb";
import { Ajv } from "ajv";
import { closest } from "fastest-levenshtein";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import * as fs from "node:fs";
import { ReviewError } from "./review-error";

/** The CLI's `--policy-pack-config`: by policy (or `all`), an enforcement level or an object of properties. */
export type PackConfig = Record<string, string | Record<string, unknown>>;

export const levels = ["advisory", "mandatory", "remediate", "disabled"] as const;
export type Level = (typeof levels)[number];

const levelNumbers: Record<Level, EnforcementLevel> = {
  advisory: EnforcementLevel.ADVISORY,
  mandatory: EnforcementLevel.MANDATORY,
  remediate: EnforcementLevel.REMEDIATE,
  disabled: EnforcementLevel.DISABLED,
};

/** The name of the level in a protobuf message. */
export function levelName(level: EnforcementLevel): Level {
  return levels.find((name) => levelNumbers[name] === level) ?? "mandatory";
}

/**
 * Reads a policy pack's configuration file: JSON in the CLI's format.
 *
 * @throws ReviewError
 */
export function readPackConfig(file: string): PackConfig {
  let content: unknown;
  try {
    content = JSON.parse(fs.readFileSync(file, "utf8"));
  } catch (cause) {
    throw new ReviewError(
      `The policy pack's configuration ${file} cannot be read as JSON: ${(cause as Error).message}.`,
      { cause },
    );
  }
  if (
    !isObject(content) ||
    !Object.values(content).every((one) => typeof one === "string" || isObject(one))
  ) {
    throw new ReviewError(
      `${file} must map each policy, or all, to an enforcement level or to its properties: {"all": "advisory"}.`,
    );
  }
  return content as PackConfig;
}

/**
 * Completes and checks a configuration as the engine does before it configures a pack. `all` applies to policies without
 * a level of their own, missing properties get their defaults, and values that contradict a policy's schema are rejected.
 *
 * The engine ignores policies that the pack does not have. Here they are rejected, because they are misspelt names.
 *
 * @throws ReviewError
 */
export function reconcile(info: AnalyzerInfo, config: PackConfig): ConfigureAnalyzerRequest {
  const policies = info.getPoliciesList();
  const names = policies.map((policy) => policy.getName());
  for (const name of Object.keys(config)) {
    if (name !== "all" && !names.includes(name)) {
      throw new ReviewError(
        `The pack's configuration names the policy ${name}, which the pack does not have: did you mean ${closest(name, [...names, "all"])}?`,
      );
    }
  }
  const all = split(ownOf(config, "all"));
  const request = new ConfigureAnalyzerRequest();
  for (const policy of policies) {
    const own = split(ownOf(config, policy.getName()));
    const level = checkLevel(policy, own.level ?? all.level ?? levelName(policy.getEnforcementlevel()));
    const properties = { ...defaultsOf(policy), ...own.properties };
    if (level !== "disabled") checkProperties(policy, own.properties, properties);
    request
      .getPolicyconfigMap()
      .set(
        policy.getName(),
        new PolicyConfig()
          .setEnforcementlevel(levelNumbers[level])
          .setProperties(Struct.fromJavaScript(properties as Parameters<typeof Struct.fromJavaScript>[0])),
      );
  }
  return request;
}

/** An exception from a policy, as `policy-exceptions` is configured with it. The pack tells what it lacks. */
export interface ConfiguredException {
  policy?: string;
  resource?: string;
  stack?: string;
  reason?: string;
  until?: string;
}

/** The exceptions in a configuration that `reconcile` accepted. */
export function exceptionsIn(config: PackConfig): ConfiguredException[] {
  const { exceptions = [] } = split(ownOf(config, "policy-exceptions")).properties;
  return exceptions as ConfiguredException[];
}

function split(config: string | Record<string, unknown> | undefined): {
  level: unknown;
  properties: Record<string, unknown>;
} {
  if (!isObject(config)) return { level: config, properties: {} };
  const { enforcementLevel, ...properties } = config;
  return { level: enforcementLevel, properties };
}

function checkLevel(policy: PolicyInfo, level: unknown): Level {
  const found = levels.find((one) => one === level);
  if (found !== undefined) return found;
  throw new ReviewError(
    `The enforcement level of ${policy.getName()} is ${JSON.stringify(level)}: expected one of ${levels.join(", ")}.`,
  );
}

/** The schema of a policy's configuration, by property. */
export function schemaOf(
  policy: PolicyInfo,
): Record<string, { default?: unknown; [keyword: string]: unknown }> {
  return (policy.getConfigschema()?.getProperties()?.toJavaScript() ?? {}) as ReturnType<typeof schemaOf>;
}

function defaultsOf(policy: PolicyInfo): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(schemaOf(policy)).flatMap(([name, property]) =>
      property.default === undefined ? [] : [[name, property.default]],
    ),
  );
}

function checkProperties(
  policy: PolicyInfo,
  own: Record<string, unknown>,
  properties: Record<string, unknown>,
): void {
  const required = policy.getConfigschema()?.getRequiredList() ?? [];
  // Defaults need no check.
  if (Object.keys(own).length === 0 && required.length === 0) return;
  const schema = schemaOf(policy);
  const unknown = Object.keys(properties).find((name) => !Object.hasOwn(schema, name));
  if (unknown !== undefined) {
    throw new ReviewError(
      `The policy ${policy.getName()} has no property ${unknown}: expected ${Object.keys(schema).join(", ") || "none"}.`,
    );
  }
  const ajv = new Ajv({ strict: false });
  if (!ajv.validate({ type: "object", properties: schema, required }, properties)) {
    throw new ReviewError(
      `The configuration of the policy ${policy.getName()} is wrong: ${ajv.errorsText(ajv.errors, { dataVar: "it" })}.`,
    );
  }
}

/** What a file says, and not what every object has: a policy may be named `constructor`. */
function ownOf(config: PackConfig, name: string): PackConfig[string] | undefined {
  return Object.hasOwn(config, name) ? config[name] : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
