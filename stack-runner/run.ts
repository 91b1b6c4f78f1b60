import * as pulumi from "@pulumi/pulumi";
import { deserializeProperties } from "@pulumi/pulumi/runtime";
import * as mocks from "@pulumi/pulumi/runtime/mocks";
import * as settings from "@pulumi/pulumi/runtime/settings";
import * as state from "@pulumi/pulumi/runtime/state";
import { createRequire } from "node:module";
import * as path from "node:path";
import { trackNoPromises } from "./disable-traces";
import { collectMessages, type ProgramMessage } from "./program-messages";
import { childrenOf } from "./remote-components";
import { readStackConfig } from "./stack-config";
import { StackError } from "./stack-error";

export { StackError };

/** A resource as the program registered it, with everything that the engine would receive. */
export interface Registration {
  /** `aws:sns/topic:Topic`, `pulumi:pulumi:Stack`, or a component's own type. */
  type: string;
  /** The logical name. */
  name: string;
  urn: string;
  /** False for components and the stack, which no provider creates. */
  custom: boolean;
  /** The parent's URN; empty for the stack. */
  parent: string;
  /** Plain values; an archive stays a `pulumi.asset.AssetArchive`. */
  inputs: Record<string, unknown>;
  /** URNs of the resources that must exist first: `dependsOn`, and those that the inputs come from. */
  dependencies: string[];
  /** By input, the URNs of the resources that its value comes from. */
  propertyDependencies: Record<string, string[]>;
  options: {
    protect: boolean;
    /** Undefined where the program does not say: then the parent's counts. */
    retainOnDelete: boolean | undefined;
    deleteBeforeReplace: boolean;
    ignoreChanges: string[];
    additionalSecretOutputs: string[];
    /** What the resource was before: a URN, or what differs from the one it has, as JSON. */
    aliases: string[];
    /** How many functions change what is registered: the engine calls them, for the resource and all below it. */
    transforms: number;
    /** `URN::id` of the provider; empty for the default provider. */
    provider: string;
  };
  id: string;
  state: Record<string, unknown>;
  /** Inputs and state in Pulumi's wire format: assets, archives, secrets and unknown values are signed objects. */
  wire: {
    inputs: Record<string, unknown>;
    state: Record<string, unknown>;
    /** What a component, or the stack, says of itself. */
    outputs?: Record<string, unknown>;
  };
}

/** Takes the place of the providers. Both methods throw for an unknown type or token, so that a misspelt one is found. */
export interface Cloud {
  create(resource: {
    type: string;
    name: string;
    inputs: Record<string, unknown>;
  }): Promise<{ id: string; state: Record<string, unknown> }>;
  invoke(call: {
    token: string;
    inputs: Record<string, unknown>;
    /** `URN::id` of the provider; empty for the default provider. */
    provider?: string | undefined;
  }): Promise<Record<string, unknown>>;
}

export interface RunOptions {
  /** The stack's name, as in `Pulumi.<stack>.yaml`. */
  stack: string;
  cloud: Cloud;
  /** The folder of `Pulumi.yaml`. Default: this project's. */
  directory?: string;
  /** Values by key that override the stack file. A key without a namespace belongs to the project. */
  config?: Record<string, unknown>;
  /** Keys whose values the engine would pass as secrets, by full key. A stack file has none: see `readStackConfig`. */
  secretKeys?: string[];
  /** A program to run instead of `main` in `Pulumi.yaml`: a function that returns the outputs, or a file's path. */
  program?: (() => unknown) | string;
  /** Runs as `pulumi preview` does: values that `cloud` leaves out of a resource's state are unknown. */
  preview?: boolean;
}

export interface Run {
  /** In the order in which the program registered them. */
  registrations: Registration[];
  outputs: Record<string, unknown>;
  /** What it said by `pulumi.log`, which the CLI would show. */
  messages: ProgramMessage[];
  /** The project's own configuration as the program reads it: values are strings or JSON. */
  config: Record<string, string>;
}

trackNoPromises();

/**
 * Runs a stack's program as the CLI does, but without the CLI: with the stack's configuration, inside a stack resource. A
 * monitor passes each resource to `cloud` in dependency order.
 *
 * The monitor is Pulumi's own mock monitor. Its `registerResource` is wrapped, because the request contains dependencies,
 * parents and options, which mocks do not receive.
 *
 * @throws StackError for a mistake in the stack's files, and for two resources with one URN; otherwise the first error of the
 *   program or of `cloud`, which ends the run, as it ends an update
 */
export async function runProgram(options: RunOptions): Promise<Run> {
  const directory = options.directory ?? path.resolve(__dirname, "..");
  const stackConfig = readStackConfig(directory, options.stack, options.config);
  const registrations: Registration[] = [];
  let messages: ProgramMessage[] = [];

  const outputs: Record<string, unknown> | undefined = await withLocalStorage(async () => {
    pulumi.runtime.setAllConfig(stackConfig.values, options.secretKeys);
    const failure = Promise.withResolvers<never>();
    await mocks.setMocks(
      {
        newResource: (args) => create(options.cloud, registrations, args),
        call: ({ token, inputs, provider }) =>
          options.cloud.invoke({ token, inputs: inputs as Record<string, unknown>, provider }),
      },
      stackConfig.project,
      stackConfig.stack,
      options.preview ?? false,
    );
    messages = collectMessages();
    wrapMonitor(registrations, failure.reject);
    const finished = pulumi.runtime
      .runInPulumiStack(async () => {
        try {
          const { program = stackConfig.program } = options;
          return await (typeof program === "string" ? loadProgram(program) : program());
        } catch (error) {
          failure.reject(error);
          return {};
        }
      })
      .then(async (result) => {
        await pulumi.runtime.disconnect();
        return result;
      });
    return Promise.race([finished, failure.promise]);
  });

  const namespace = `${stackConfig.project}:`;
  return {
    registrations,
    outputs: outputs ?? {},
    messages,
    config: Object.fromEntries(
      Object.entries(stackConfig.values)
        .filter(([key]) => key.startsWith(namespace))
        .map(([key, value]) => [key.slice(namespace.length), value]),
    ),
  };
}

/**
 * Gives each run its own store for the state of Pulumi's runtime, so that a process can run many programs. The automation
 * API does the same for inline programs. The types lack this function.
 */
const { withLocalStorage } = state as unknown as {
  withLocalStorage: <T>(callback: () => Promise<T>) => Promise<T>;
};

async function create(
  cloud: Cloud,
  registrations: Registration[],
  args: pulumi.runtime.MockResourceArgs,
): Promise<{ id: string; state: Record<string, unknown> }> {
  const inputs = args.inputs as Record<string, unknown>;
  // The last one: the monitor asks at once, before another resource of that name can be registered under another parent.
  const registration = registrations.findLast(({ type, name }) => type === args.type && name === args.name);
  if (args.custom !== true) {
    if (registration !== undefined)
      await construct(cloud, registrations, registration, args.transforms ?? []);
    return { id: "", state: inputs };
  }
  const created = await cloud.create({ type: args.type, name: args.name, inputs });
  if (registration !== undefined) Object.assign(registration, created);
  return created;
}

/** Registers the resources of a remote component, after applying the transforms that the program set on it. */
async function construct(
  cloud: Cloud,
  registrations: Registration[],
  component: Registration,
  transforms: pulumi.ResourceTransform[],
): Promise<void> {
  let before: string[] = component.dependencies;
  for (const child of childrenOf(component) ?? []) {
    let { inputs } = child;
    let options: pulumi.CustomResourceOptions = {};
    for (const transform of transforms) {
      const transformed = await transform({ ...child, custom: true, props: inputs, opts: options });
      if (transformed !== undefined) {
        options = transformed.opts;
        // Pulumi's own runtime waits for an output in this way. The types lack the method.
        const props = pulumi.output(transformed.props) as unknown as { promise(): Promise<typeof inputs> };
        inputs = await props.promise();
      }
    }
    const urn = `${component.urn.replace(/::[^:]*$/, "")}$${child.type}::${child.name}`;
    const created = await cloud.create({ ...child, inputs });
    registrations.push({
      ...component,
      ...created,
      type: child.type,
      name: child.name,
      urn,
      custom: true,
      parent: component.urn,
      inputs,
      options: { ...component.options, retainOnDelete: options.retainOnDelete, transforms: 0 },
      dependencies: before,
      propertyDependencies: {},
      wire: { inputs, state: created.state },
    });
    before = [urn];
  }
}

type Callback = (error: unknown, response?: unknown) => void;

function wrapMonitor(registrations: Registration[], fail: (error: unknown) => void): void {
  const monitor = settings.getMonitor() as unknown as {
    newUrn(parent: string, type: string, name: string): string;
    registerResource(request: RegisterResourceRequest, callback: Callback): void;
    registerResourceOutputs(request: RegisterResourceOutputsRequest, callback: Callback): void;
    invoke(request: unknown, callback: Callback): void;
  };
  const registerResource = monitor.registerResource.bind(monitor);
  monitor.registerResource = (request, callback) => {
    const urn = monitor.newUrn(request.getParent(), request.getType(), request.getName());
    if (registrations.some((other) => other.urn === urn)) {
      fail(
        new StackError(
          `The program declares two resources of type ${request.getType()} that are named '${request.getName()}' and have one URN, ${urn}: give one of them another name.`,
        ),
      );
      return;
    }
    const registration: Registration = {
      type: request.getType(),
      name: request.getName(),
      urn,
      custom: request.getCustom(),
      parent: request.getParent(),
      inputs: deserializeProperties(request.getObject()),
      dependencies: request.getDependenciesList(),
      propertyDependencies: propertyDependencies(request),
      options: {
        protect: request.getProtect() ?? false,
        retainOnDelete: request.hasRetainondelete() ? request.getRetainondelete() : undefined,
        deleteBeforeReplace: request.getDeletebeforereplace(),
        ignoreChanges: request.getIgnorechangesList(),
        additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
        aliases: request.getAliasesList().map(described),
        transforms: request.getTransformsList().length,
        provider: request.getProvider(),
      },
      id: "",
      state: {},
      wire: { inputs: request.getObject().toJavaScript(), state: {} },
    };
    registrations.push(registration);
    const answer = endOnError(fail, callback);
    registerResource(request, (error, response) => {
      // Pulumi writes each answer, the functions' code included, into a debug message that nobody reads here.
      if (response) Object.assign(response, { toString: () => "" });
      registration.wire.state =
        (response as RegisterResourceResponse | undefined)?.getObject().toJavaScript() ?? {};
      answer(error, response);
    });
  };
  const registerResourceOutputs = monitor.registerResourceOutputs.bind(monitor);
  monitor.registerResourceOutputs = (request, callback) => {
    const registration = registrations.find(({ urn }) => urn === request.getUrn());
    if (registration !== undefined) registration.wire.outputs = request.getOutputs()?.toJavaScript() ?? {};
    registerResourceOutputs(request, callback);
  };
  const invoke = monitor.invoke.bind(monitor);
  monitor.invoke = (request, callback) => invoke(request, endOnError(fail, callback));
}

function propertyDependencies(request: RegisterResourceRequest): Record<string, string[]> {
  const byInput: Record<string, string[]> = {};
  request.getPropertydependenciesMap().forEach((dependencies, input) => {
    byInput[input] = dependencies.getUrnsList();
  });
  return byInput;
}

function described(alias: Alias): string {
  const differing = Object.entries(alias.getSpec()?.toObject() ?? {}).filter(([, value]) => Boolean(value));
  return differing.length === 0 ? alias.getUrn() : JSON.stringify(Object.fromEntries(differing));
}

/** Ends the run when a call fails. The callback is not called then, because it would cause unhandled rejections. */
function endOnError(fail: (error: unknown) => void, callback: Callback): Callback {
  return (error, response) => {
    if (error) fail(error);
    else callback(error, response);
  };
}

/** The part of Pulumi's registration request that this file reads. */
interface RegisterResourceRequest {
  getType(): string;
  getName(): string;
  getParent(): string;
  getCustom(): boolean;
  getObject(): Struct;
  getDependenciesList(): string[];
  getPropertydependenciesMap(): {
    forEach(visit: (dependencies: { getUrnsList(): string[] }, input: string) => void): void;
  };
  getProtect(): boolean | undefined;
  hasRetainondelete(): boolean;
  getRetainondelete(): boolean;
  getDeletebeforereplace(): boolean;
  getIgnorechangesList(): string[];
  getAdditionalsecretoutputsList(): string[];
  getAliasesList(): Alias[];
  getTransformsList(): unknown[];
  getProvider(): string;
}

interface Alias {
  getUrn(): string;
  getSpec(): { toObject(): object } | undefined;
}

interface RegisterResourceOutputsRequest {
  getUrn(): string;
  getOutputs(): Struct | undefined;
}

interface RegisterResourceResponse {
  getObject(): Struct;
}

type Struct = Parameters<typeof deserializeProperties>[0] & { toJavaScript(): Record<string, unknown> };

/** Loads a program as the CLI does: not from the module cache. It exports the outputs or a function that returns them. */
function loadProgram(program: string): unknown {
  const load = createRequire(__filename);
  Reflect.deleteProperty(load.cache, load.resolve(program));
  const exported: unknown = load(program);
  return typeof exported === "function" ? (exported as () => unknown)() : exported;
}
