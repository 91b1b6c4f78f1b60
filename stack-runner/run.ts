import * as pulumi from "@pulumi/pulumi";
import { deserializeProperties } from "@pulumi/pulumi/runtime";
import * as mocks from "@pulumi/pulumi/runtime/mocks";
import * as settings from "@pulumi/pulumi/runtime/settings";
import * as state from "@pulumi/pulumi/runtime/state";
import { createRequire } from "node:module";
import * as path from "node:path";
import "./disable-promise-traces";
import { childrenOf } from "./remote-components";
import { readStackConfig } from "./stack-config";

export { StackError } from "./stack-config";

/** One resource as the program registered it: all that the engine would have been told. */
export interface Registration {
  /** `aws:sns/topic:Topic`, `pulumi:pulumi:Stack`, or a component's own type. */
  type: string;
  /** The logical name. */
  name: string;
  urn: string;
  /** False for components and for the stack, which no provider creates. */
  custom: boolean;
  /** The parent's URN, empty for the stack. */
  parent: string;
  /** Plain values; an archive stays a `pulumi.asset.AssetArchive`. */
  inputs: Record<string, unknown>;
  /** URNs of all that must exist before: `dependsOn` and whatever the inputs were made from. */
  dependencies: string[];
  /** By input: URNs of the resources that its value was made from. */
  propertyDependencies: Record<string, string[]>;
  options: {
    protect: boolean;
    retainOnDelete: boolean;
    deleteBeforeReplace: boolean;
    ignoreChanges: string[];
    additionalSecretOutputs: string[];
    /** URNs that the resource had before. */
    aliases: string[];
    /** `URN::id` of the provider; empty for the default provider. */
    provider: string;
  };
  id: string;
  state: Record<string, unknown>;
  /** Inputs and state as they go over the wire: assets and archives, secrets and unknown values as signed objects. */
  wire: { inputs: Record<string, unknown>; state: Record<string, unknown> };
}

/** What stands where the providers would. Both throw on what they do not know, so that no typing error passes. */
export interface Cloud {
  create(resource: {
    type: string;
    name: string;
    inputs: Record<string, unknown>;
  }): Promise<{ id: string; state: Record<string, unknown> }>;
  invoke(call: { token: string; inputs: Record<string, unknown> }): Promise<Record<string, unknown>>;
}

export interface RunOptions {
  /** The stack's name, as in `Pulumi.<stack>.yaml`. */
  stack: string;
  cloud: Cloud;
  /** The folder of `Pulumi.yaml`; this project's by default. */
  directory?: string;
  /** Values that win over the stack file, by key; a key without a namespace is the project's. */
  config?: Record<string, unknown>;
  /** A program to run instead of `main` of `Pulumi.yaml`: a function whose result are the outputs, or a file's path. */
  program?: (() => unknown) | string;
  /** Runs as `pulumi preview` does: whatever `cloud` leaves out of a resource's state is unknown. */
  preview?: boolean;
}

export interface Run {
  /** In the order in which the program registered them. */
  registrations: Registration[];
  outputs: Record<string, unknown>;
  /** The project's own keys, as the program saw them: strings, or JSON. */
  config: Record<string, string>;
}

/**
 * Runs a stack's program without the CLI, as the CLI would: with the stack's configuration, inside a stack resource,
 * registering with a monitor that hands each resource to `cloud` in dependency order.
 *
 * The monitor is Pulumi's own mock monitor. Only its `registerResource` is wrapped, because mocks are not told
 * dependencies, parents and options, which are in the request.
 *
 * @throws StackError for a mistake in the stack's files; else the first error of the program or of `cloud`, and the run
 *   ends there, as an update would
 */
export async function runProgram(options: RunOptions): Promise<Run> {
  const directory = options.directory ?? path.resolve(__dirname, "..");
  const stackConfig = readStackConfig(directory, options.stack, options.config);
  const registrations: Registration[] = [];

  const outputs: Record<string, unknown> | undefined = await withLocalStorage(async () => {
    pulumi.runtime.setAllConfig(stackConfig.values);
    const failure = Promise.withResolvers<never>();
    await mocks.setMocks(
      {
        newResource: (args) => create(options.cloud, registrations, args),
        call: ({ token, inputs }) =>
          options.cloud.invoke({ token, inputs: inputs as Record<string, unknown> }),
      },
      stackConfig.project,
      stackConfig.stack,
      options.preview ?? false,
    );
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
    config: Object.fromEntries(
      Object.entries(stackConfig.values)
        .filter(([key]) => key.startsWith(namespace))
        .map(([key, value]) => [key.slice(namespace.length), value]),
    ),
  };
}

/**
 * Pulumi's runtime keeps its state in a store, and each run gets one of its own, so that a process may run many
 * programs. The automation API does it this way for inline programs; the types leave the function out.
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
  const registration = registrations.find(({ type, name }) => type === args.type && name === args.name);
  if (args.custom !== true) {
    if (registration !== undefined)
      await construct(cloud, registrations, registration, args.transforms ?? []);
    return { id: "", state: inputs };
  }
  const created = await cloud.create({ type: args.type, name: args.name, inputs });
  if (registration !== undefined) Object.assign(registration, created);
  return created;
}

/** Registers what a remote component declares, each child through the transforms that the program put on the component. */
async function construct(
  cloud: Cloud,
  registrations: Registration[],
  component: Registration,
  transforms: pulumi.ResourceTransform[],
): Promise<void> {
  let before: string[] = component.dependencies;
  for (const child of childrenOf(component) ?? []) {
    let { inputs } = child;
    for (const transform of transforms) {
      const transformed = await transform({ ...child, custom: true, props: inputs, opts: {} });
      if (transformed !== undefined) {
        // An output's promise is how Pulumi's own runtime waits for it; the types leave it out.
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
    invoke(request: unknown, callback: Callback): void;
  };
  const registerResource = monitor.registerResource.bind(monitor);
  monitor.registerResource = (request, callback) => {
    const urn = monitor.newUrn(request.getParent(), request.getType(), request.getName());
    if (registrations.some((other) => other.urn === urn)) {
      fail(new Error(`Duplicate resource URN '${urn}'; try giving it a unique name`));
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
        retainOnDelete: request.getRetainondelete() ?? false,
        deleteBeforeReplace: request.getDeletebeforereplace(),
        ignoreChanges: request.getIgnorechangesList(),
        additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
        aliases: request.getAliasurnsList(),
        provider: request.getProvider(),
      },
      id: "",
      state: {},
      wire: { inputs: request.getObject().toJavaScript(), state: {} },
    };
    registrations.push(registration);
    const answer = endOnError(fail, callback);
    registerResource(request, (error, response) => {
      registration.wire.state =
        (response as RegisterResourceResponse | undefined)?.getObject().toJavaScript() ?? {};
      answer(error, response);
    });
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

/** A failed call ends the run. It is never answered: an answer would only breed rejections that nobody can handle. */
function endOnError(fail: (error: unknown) => void, callback: Callback): Callback {
  return (error, response) => {
    if (error) fail(error);
    else callback(error, response);
  };
}

/** The part of Pulumi's registration request that is read here. */
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
  getRetainondelete(): boolean | undefined;
  getDeletebeforereplace(): boolean;
  getIgnorechangesList(): string[];
  getAdditionalsecretoutputsList(): string[];
  getAliasurnsList(): string[];
  getProvider(): string;
}

interface RegisterResourceResponse {
  getObject(): Struct;
}

type Struct = Parameters<typeof deserializeProperties>[0] & { toJavaScript(): Record<string, unknown> };

/** Loads a program as the CLI's host does: anew, and what it exports are the outputs, or a function that makes them. */
function loadProgram(program: string): unknown {
  const load = createRequire(__filename);
  Reflect.deleteProperty(load.cache, load.resolve(program));
  const exported: unknown = load(program);
  return typeof exported === "function" ? (exported as () => unknown)() : exported;
}
