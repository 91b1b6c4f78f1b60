import * as grpc from "@grpc/grpc-js";
import { type ConstructRequest, ConstructResponse } from "@pulumi/pulumi/proto/provider_pb";
import { ResourceMonitorClient } from "@pulumi/pulumi/proto/resource_grpc_pb";
import {
  RegisterResourceOutputsRequest,
  RegisterResourceRequest,
  type RegisterResourceResponse,
} from "@pulumi/pulumi/proto/resource_pb";
import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";
import { childrenOf } from "../../stack-runner/remote-components";

/**
 * Stands in for the awsx provider: registers what a remote component creates, as that provider does. It is ours, and knows
 * only the component that the stack uses.
 *
 * @throws Error for another component
 */
export async function construct(request: ConstructRequest): Promise<ConstructResponse> {
  const monitor = new ResourceMonitorClient(request.getMonitorendpoint(), grpc.credentials.createInsecure());
  const register = (resource: RegisterResourceRequest): Promise<RegisterResourceResponse> =>
    new Promise((resolve, reject) => {
      monitor.registerResource(resource, (error, response) => (error ? reject(error) : resolve(response)));
    });
  try {
    const type = request.getType();
    const name = request.getName();
    const component = new RegisterResourceRequest()
      .setType(type)
      .setName(name)
      .setParent(request.getParent())
      .setAliasesList(request.getAliasesList())
      .setDependenciesList(request.getDependenciesList())
      .setRetainondelete(request.getRetainondelete() ?? false)
      .setProtect(request.getProtect() ?? false)
      .setAcceptsecrets(true)
      .setObject(new Struct());
    const providers = component.getProvidersMap();
    request.getProvidersMap().forEach((reference, name) => providers.set(name, reference));
    const urn = (await register(component)).getUrn();
    const inputs = request.getInputs()?.toJavaScript() ?? {};
    const dependencies = request.getDependenciesList();
    for (const child of childrenOf({ type, name, inputs }) ?? []) {
      const response = await register(
        new RegisterResourceRequest()
          .setType(child.type)
          .setName(child.name)
          .setParent(urn)
          .setCustom(true)
          .setAcceptsecrets(true)
          .setDependenciesList(dependencies)
          .setObject(Struct.fromJavaScript(child.inputs as { [key: string]: JavaScriptValue })),
      );
      dependencies.push(response.getUrn());
    }
    await new Promise((resolve, reject) => {
      const outputs = new RegisterResourceOutputsRequest().setUrn(urn).setOutputs(new Struct());
      monitor.registerResourceOutputs(outputs, (error, response) =>
        error ? reject(error) : resolve(response),
      );
    });
    return new ConstructResponse().setUrn(urn).setState(new Struct());
  } finally {
    monitor.close();
  }
}
