import * as grpc from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";
import { createRequire } from "node:module";
import type { Account } from "../account/account";
import { construct } from "./awsx";
import type { Named, Properties } from "./properties";
import { LocalProvider } from "./provider";
import { localSchema } from "./schema";

const awsVersion = (createRequire(__filename)("@pulumi/aws/package.json") as { version: string }).version;

/** The engine's own limit: a request holds the code of functions. */
const maxMessageBytes = 400 * 1024 * 1024;

/** A provider that Pulumi's engine reaches on the loopback address. */
export interface ServedProvider {
  port: number;
  close(): void;
}

export interface ServeProviderOptions {
  /** Any free one unless given. */
  port?: number;
  /** Called before a resource is created, updated or deleted. What it throws is the operation's failure. */
  before?: (operation: Operation) => Promise<void> | void;
}

/** What is done to a resource. */
export interface Operation extends Named {
  kind: "create" | "update" | "delete";
}

/**
 * Serves a provider for an account to Pulumi's engine (`PULUMI_DEBUG_PROVIDERS=aws:PORT,awsx:PORT`), by the protocol of
 * `pulumirpc.ResourceProvider`. It answers for `aws`, and constructs what the stack uses of `awsx`.
 */
export async function serveProvider(
  accountOf: (id: string | undefined) => Promise<Account>,
  { port = 0, before = () => {} }: ServeProviderOptions = {},
): Promise<ServedProvider> {
  // Each provider instance of a program has a connection of its own.
  const instances = new Map<string, LocalProvider>();
  const instance = (peer: string): LocalProvider => {
    const found = instances.get(peer);
    if (found !== undefined) return found;
    throw new Error("The engine asked a provider that it has not configured: run the command again.");
  };

  const answer =
    <Request, Response>(
      handle: (request: Request, peer: string) => Promise<Response> | Response,
    ): grpc.handleUnaryCall<Request, Response> =>
    (call, callback) => {
      void (async () => handle(call.request, call.getPeer()))().then(
        (response) => callback(null, response),
        (error: unknown) =>
          callback({
            code: grpc.status.UNKNOWN,
            details: error instanceof Error ? error.message : String(error),
          }),
      );
    };

  // What is missing here, the engine is told to be not implemented.
  const service: grpc.UntypedServiceImplementation = {
    attach: answer(() => new Empty()),
    getPluginInfo: answer(() => new PluginInfo().setVersion(awsVersion)),
    getSchema: answer(() =>
      new messages.GetSchemaResponse().setSchema(JSON.stringify(localSchema(awsVersion))),
    ),
    checkConfig: answer((request: messages.CheckRequest) =>
      new messages.CheckResponse().setInputs(request.getNews()),
    ),
    diffConfig: answer(() =>
      new messages.DiffResponse().setChanges(messages.DiffResponse.DiffChanges.DIFF_NONE),
    ),
    configure: answer(async (request: messages.ConfigureRequest, peer) => {
      instances.set(peer, await LocalProvider.configure(accountOf, propertiesOf(request.getArgs())));
      // Secrets of resources are unwrapped by the engine, which marks them again. A plugin of components must take them.
      const isAwsx = (request.getType() ?? "").endsWith(":awsx");
      return new messages.ConfigureResponse().setSupportspreview(true).setAcceptsecrets(isAwsx);
    }),
    check: answer(async (request: messages.CheckRequest, peer) => {
      const checked = await instance(peer).check({
        ...resourceIn(request),
        olds: request.hasOlds() ? propertiesOf(request.getOlds()) : undefined,
        news: propertiesOf(request.getNews()),
        seed: request.getRandomseed_asU8(),
        proposedName: request.getAutonaming()?.getProposedName(),
      });
      return new messages.CheckResponse()
        .setInputs(structOf(checked.inputs))
        .setFailuresList(
          checked.failures.map(({ property, reason }) =>
            new messages.CheckFailure().setProperty(property).setReason(reason),
          ),
        );
    }),
    diff: answer((request: messages.DiffRequest, peer) => {
      const { updates, replaces, deleteBeforeReplace } = instance(peer).diff({
        ...resourceIn(request),
        olds: propertiesOf(request.getOldInputs()),
        news: propertiesOf(request.getNews()),
        ignoreChanges: request.getIgnorechangesList(),
      });
      const { DIFF_NONE, DIFF_SOME } = messages.DiffResponse.DiffChanges;
      const { UPDATE, UPDATE_REPLACE } = messages.PropertyDiff.Kind;
      const response = new messages.DiffResponse()
        .setChanges(updates.length + replaces.length === 0 ? DIFF_NONE : DIFF_SOME)
        .setDiffsList([...updates, ...replaces])
        .setReplacesList(replaces)
        .setDeletebeforereplace(deleteBeforeReplace)
        .setHasdetaileddiff(true);
      const detailed = response.getDetaileddiffMap();
      for (const property of updates) detailed.set(property, propertyDiff(UPDATE));
      for (const property of replaces) detailed.set(property, propertyDiff(UPDATE_REPLACE));
      return response;
    }),
    create: answer(async (request: messages.CreateRequest, peer) => {
      const inputs = propertiesOf(request.getProperties());
      if (!request.getPreview()) await before({ kind: "create", ...resourceIn(request) });
      const { id, state } = await instance(peer).create({
        ...resourceIn(request),
        inputs,
        isPreview: request.getPreview(),
      });
      return new messages.CreateResponse().setId(id).setProperties(structOf(state));
    }),
    read: answer(async (request: messages.ReadRequest, peer) => {
      const found = await instance(peer).read({
        ...resourceIn(request),
        id: request.getId(),
        inputs: propertiesOf(request.getInputs()),
        state: propertiesOf(request.getProperties()),
      });
      if (found === undefined) return new messages.ReadResponse().setId("");
      return new messages.ReadResponse()
        .setId(request.getId())
        .setInputs(structOf(found.inputs))
        .setProperties(structOf(found.state));
    }),
    update: answer(async (request: messages.UpdateRequest, peer) => {
      if (!request.getPreview()) await before({ kind: "update", ...resourceIn(request) });
      const state = await instance(peer).update({
        ...resourceIn(request),
        id: request.getId(),
        state: propertiesOf(request.getOlds()),
        oldInputs: propertiesOf(request.getOldInputs()),
        inputs: propertiesOf(request.getNews()),
        isPreview: request.getPreview(),
      });
      return new messages.UpdateResponse().setProperties(structOf(state));
    }),
    delete: answer(async (request: messages.DeleteRequest, peer) => {
      const state = propertiesOf(request.getProperties());
      await before({ kind: "delete", ...resourceIn(request) });
      await instance(peer).delete({ ...resourceIn(request), id: request.getId(), state });
      return new Empty();
    }),
    invoke: answer(async (request: messages.InvokeRequest, peer) => {
      const result = await instance(peer).invoke(request.getTok(), propertiesOf(request.getArgs()));
      return new messages.InvokeResponse().setReturn(structOf(result));
    }),
    construct: answer((request: messages.ConstructRequest) => construct(request)),
    cancel: answer(() => new Empty()),
  };
  const server = new grpc.Server({
    "grpc.max_receive_message_length": maxMessageBytes,
    "grpc.max_send_message_length": maxMessageBytes,
  });
  server.addService(ResourceProviderService, service);
  const bound = await new Promise<number>((resolve, reject) => {
    server.bindAsync(`127.0.0.1:${port}`, grpc.ServerCredentials.createInsecure(), (error, free) =>
      error ? reject(error) : resolve(free),
    );
  });
  return { port: bound, close: () => server.forceShutdown() };
}

/** `urn:pulumi:stack::project::parent$type::name` */
function resourceIn(request: { getUrn(): string }): Named {
  const [, , types = "", ...name] = request.getUrn().split("::");
  return { type: types.split("$").at(-1) ?? "", name: name.join("::") };
}

function propertyDiff(kind: messages.PropertyDiff.Kind): messages.PropertyDiff {
  return new messages.PropertyDiff().setKind(kind).setInputdiff(true);
}

function propertiesOf(struct: Struct | undefined): Properties {
  return struct?.toJavaScript() ?? {};
}

function structOf(properties: Properties): Struct {
  // A Struct has no undefined.
  return Struct.fromJavaScript(JSON.parse(JSON.stringify(properties)) as { [key: string]: JavaScriptValue });
}
