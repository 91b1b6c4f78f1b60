import * as pulumi from "@pulumi/pulumi";
import * as policy from "@pulumi/policy";
import type {
  PolicyResource,
  ReportViolation,
  ResourceValidationPolicy,
  StackValidationPolicy,
} from "@pulumi/policy";
import { UnknownValueError } from "../../policy/support/unknown-values";

/** As the engine wraps what it hands to a policy. The package exports it, but its types leave it out. */
const { unknownCheckingProxy } = policy as unknown as {
  unknownCheckingProxy: (of: Record<string, unknown>) => Record<string, unknown>;
};

/** A value that is not known before the deployment, as the engine encodes it. */
export const unknown = pulumi.runtime.unknownValue;

/** What a policy said: its violations, and what the engine would say of an unknown value that it met. */
export interface Answer {
  violations: string[];
  /** What stops nothing, whatever the policy's level is. */
  advisories?: string[];
  unknown?: string;
}

export interface Given {
  /** `aws:sns/topic:Topic`. */
  type: string;
  name?: string;
  props?: Record<string, unknown>;
  /** The properties of the resource's provider. */
  provider?: Record<string, unknown>;
  /** For a stack: by property, the names of the resources that it was made from. */
  from?: Record<string, string[]>;
}

type GetConfig = policy.ResourceValidationArgs["getConfig"];

const options = { protect: false, ignoreChanges: [], aliases: [], additionalSecretOutputs: [] };
const opts = { ...options, customTimeouts: { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 } };

/** Asks a policy about one resource, as the engine's server for policy packs does. */
export async function askAbout(
  asked: policy.Policies[number],
  given: Given,
  config: object = {},
): Promise<Answer> {
  const { validateResource } = asked as ResourceValidationPolicy;
  const args: policy.ResourceValidationArgs = {
    ...resource(given),
    stackTags: new Map(),
    isType: refuse,
    asType: refuse,
    getConfig: (() => config) as GetConfig,
    notApplicable: refuse,
  };
  return answer(async (report) => {
    for (const validate of [validateResource ?? []].flat()) await validate(args, report);
  });
}

/** Asks a policy about a whole stack. */
export async function askAboutStack(
  asked: policy.Policies[number],
  given: Given[],
  config: object = {},
): Promise<Answer> {
  const resources = given.map((one): PolicyResource => ({
    ...resource(one),
    dependencies: [],
    propertyDependencies: {},
    isType: refuse,
    asType: refuse,
  }));
  resources.forEach((one, index) => {
    one.propertyDependencies = Object.fromEntries(
      Object.entries(given[index]?.from ?? {}).map(([property, names]) => [
        property,
        resources.filter(({ name }) => names.includes(name)),
      ]),
    );
  });
  return answer((report) =>
    (asked as StackValidationPolicy).validateStack(
      {
        resources,
        stackTags: new Map(),
        getConfig: (() => config) as GetConfig,
        notApplicable: refuse,
      },
      report,
    ),
  );
}

function resource({ type, name = "it", props = {}, provider }: Given) {
  return {
    type,
    name,
    urn: `urn:pulumi:dev::test::${type}::${name}`,
    props: unknownCheckingProxy(props),
    opts,
    ...(provider && {
      provider: {
        type: "pulumi:providers:aws",
        name: "default",
        urn: "urn:pulumi:dev::test::pulumi:providers:aws::default",
        props: unknownCheckingProxy(provider),
      },
    }),
  };
}

async function answer(ask: (report: ReportViolation) => void | Promise<void>): Promise<Answer> {
  const violations: string[] = [];
  const advisories: string[] = [];
  const said = () => ({ violations, ...(advisories.length > 0 && { advisories }) });
  try {
    await ask((message: string | { message: string; enforcementLevel: string }) => {
      if (typeof message === "string") violations.push(message);
      else if (message.enforcementLevel === "advisory") advisories.push(message.message);
      else refuse();
    });
  } catch (error) {
    if (!(error instanceof UnknownValueError)) throw error;
    return { ...said(), unknown: error.message };
  }
  return said();
}

function refuse(): never {
  throw new Error("The policies of this pack do without.");
}
