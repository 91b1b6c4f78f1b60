import {
  AnalyzeRequest,
  AnalyzerPropertyDependencies,
  AnalyzerProviderResource,
  AnalyzerResource,
  AnalyzerResourceOptions,
  AnalyzeStackRequest,
} from "@pulumi/pulumi/proto/analyzer_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { Registration } from "../stack-runner/run";

/** Turns a program's registrations into the requests that the engine sends to a policy pack. */
export class AnalyzerRequests {
  private readonly defaultProvider: AnalyzerProviderResource;

  /** @param config the stack's configuration by full key; its `aws:*` values configure the default provider */
  constructor(
    private readonly registrations: readonly Registration[],
    config: Record<string, string>,
  ) {
    const [stack] = registrations;
    this.defaultProvider = new AnalyzerProviderResource()
      .setType("pulumi:providers:aws")
      .setName("default")
      .setUrn(
        `${stack?.urn.split("::").slice(0, 2).join("::") ?? "urn:pulumi"}::pulumi:providers:aws::default`,
      )
      .setProperties(
        struct(
          Object.fromEntries(
            Object.entries(config)
              .filter(([key]) => key.startsWith("aws:"))
              .map(([key, value]) => [key.slice("aws:".length), value]),
          ),
        ),
      );
  }

  /** The request about one resource, with its inputs, before the resource is created. */
  forResource(registration: Registration): AnalyzeRequest {
    return new AnalyzeRequest()
      .setType(registration.type)
      .setName(registration.name)
      .setUrn(registration.urn)
      .setProperties(struct(registration.wire.inputs))
      .setOptions(optionsOf(registration))
      .setProvider(this.providerOf(registration));
  }

  /** The request about all resources, with their outputs, at the end. */
  forStack(): AnalyzeStackRequest {
    return new AnalyzeStackRequest().setResourcesList(
      this.registrations.map((registration) => {
        const resource = new AnalyzerResource()
          .setType(registration.type)
          .setName(registration.name)
          .setUrn(registration.urn)
          .setProperties(struct({ ...registration.wire.inputs, ...registration.wire.state }))
          .setOptions(optionsOf(registration))
          .setProvider(this.providerOf(registration))
          .setParent(registration.parent)
          .setDependenciesList(registration.dependencies);
        for (const [property, urns] of Object.entries(registration.propertyDependencies)) {
          if (urns.length === 0) continue;
          resource
            .getPropertydependenciesMap()
            .set(property, new AnalyzerPropertyDependencies().setUrnsList(urns));
        }
        return resource;
      }),
    );
  }

  /** Components have no provider. An explicit provider is referred to by URN and ID. */
  private providerOf({ custom, type, options }: Registration): AnalyzerProviderResource | undefined {
    if (!custom || !type.startsWith("aws:")) return undefined;
    const own = this.registrations.find(({ urn }) => options.provider.startsWith(`${urn}::`));
    return own === undefined
      ? this.defaultProvider
      : new AnalyzerProviderResource()
          .setType(own.type)
          .setName(own.name)
          .setUrn(own.urn)
          .setProperties(struct(own.wire.inputs));
  }
}

function optionsOf({ options, parent }: Registration): AnalyzerResourceOptions {
  return new AnalyzerResourceOptions()
    .setProtect(options.protect)
    .setIgnorechangesList(options.ignoreChanges)
    .setDeletebeforereplace(options.deleteBeforeReplace)
    .setDeletebeforereplacedefined(options.deleteBeforeReplace)
    .setAdditionalsecretoutputsList(options.additionalSecretOutputs)
    .setAliasesList(options.aliases)
    .setParent(parent);
}

function struct(properties: Record<string, unknown>): Struct {
  return Struct.fromJavaScript(plain(properties) as Parameters<typeof Struct.fromJavaScript>[0]);
}

/** The key that marks a signed object, and the signature of a resource reference (Pulumi's wire format). */
const signatureKey = "4dabf18193072939515e22adb298388d";
const resourceReference = "5cf8f73096256a8f31e491e813e4eb8e";

/** Replaces resource references as the engine does: by the resource's ID, or by its URN if it has no ID. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  const object = value as Record<string, unknown>;
  if (object[signatureKey] === resourceReference) return object["id"] ?? object["urn"];
  return Object.fromEntries(Object.entries(object).map(([key, one]) => [key, plain(one)]));
}
