import * as http from "node:http";
import type { AddressInfo } from "node:net";
import type { Account, Region } from "./account";
import { apiOf, type Api } from "./api";
import { AwsError } from "./aws-error";
import { uuid } from "./ids";
import { format, parse, type Operation } from "./wire";

/** The longest body that is read; AWS's own limits on these calls are far below. */
const maximumBody = 1024 * 1024;

/**
 * The account's door: one HTTP server on the loopback address for all services and Regions. Which service, which Region
 * and who is calling stands in the credential scope of the request's signature, which is not itself verified.
 */
export class Endpoint {
  private readonly server: http.Server;
  private requests = 0;

  constructor(private readonly account: Account) {
    this.server = http.createServer((request, response) => void this.answer(request, response));
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.server.once("error", reject);
      this.server.listen(0, "127.0.0.1", resolve);
    });
  }

  get url(): string {
    const { address, port } = this.server.address() as AddressInfo;
    return `http://${address}:${port}`;
  }

  async close(): Promise<void> {
    if (!this.server.listening) return;
    await new Promise<void>((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }

  private async answer(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const requestId = uuid("http", String(++this.requests));
    let status = 200;
    let isRest = false;
    let body: unknown;
    let headers: Record<string, string> = { "x-amzn-requestid": requestId };
    try {
      const caller = this.callerOf(request);
      const api = apiOf(caller.service);
      isRest = api.protocol === "rest-json";
      headers = {
        ...headers,
        "content-type": api.protocol === "json" ? "application/x-amz-json-1.1" : "application/json",
      };
      const operation = operationOf(api, request);
      const input = parse(operation.input, await readJson(request));
      const region = await this.account.region(caller.region);
      body = format(operation.output, await run(api, operation, region, caller.principal, input));
    } catch (error) {
      const failure =
        error instanceof AwsError
          ? error
          : new AwsError("InternalFailure", `The local account failed: ${String(error)}`, 500);
      status = failure.code === "AccessDeniedException" && isRest ? 403 : failure.statusCode;
      headers = { ...headers, "x-amzn-errortype": failure.code };
      body = { __type: failure.code, message: failure.message };
    }
    response.writeHead(status, headers).end(JSON.stringify(body));
  }

  private callerOf(request: http.IncomingMessage): { principal: string; region: string; service: string } {
    const scope = /Credential=([^/\s,]+)\/\d{8}\/([a-z0-9-]+)\/([a-z0-9-]+)\/aws4_request/.exec(
      request.headers.authorization ?? "",
    );
    const [, key, region, service] = scope ?? [];
    if (key === undefined || region === undefined || service === undefined) {
      throw new AwsError("MissingAuthenticationTokenException", "Missing Authentication Token", 403);
    }
    const principal = this.account.iam.principalOf(key);
    if (principal === undefined) {
      throw new AwsError(
        "UnrecognizedClientException",
        "The security token included in the request is invalid.",
        403,
      );
    }
    return { principal, region, service };
  }
}

/** By the `X-Amz-Target` header, or by method and path: as the service's protocol has it. */
function operationOf(api: Api, request: http.IncomingMessage): Operation {
  const target = request.headers["x-amz-target"];
  const path = (request.url ?? "").split("?")[0];
  const name = typeof target === "string" ? (target.split(".").at(-1) ?? "") : "";
  const operation =
    api.protocol === "json"
      ? api.operations.get(name)
      : [...api.operations.values()].find(
          ({ http }) => http?.method === request.method && http?.path === path,
        );
  if (operation !== undefined) return operation;
  const asked = api.protocol === "json" ? name : `${request.method} ${path}`;
  throw new AwsError(
    "UnknownOperationException",
    `${api.title} has no operation '${asked}'.`,
    api.protocol === "json" ? 400 : 404,
  );
}

async function run(
  api: Api,
  operation: Operation,
  region: Region,
  principal: string,
  input: unknown,
): Promise<unknown> {
  const handler = api.handlers[operation.name];
  if (handler === undefined) {
    throw new AwsError(
      "UnknownOperationException",
      `The local account does not simulate ${api.title}'s ${operation.name}.`,
      400,
    );
  }
  return handler(region, principal, input);
}

async function readJson(request: http.IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maximumBody)
      throw new AwsError("RequestEntityTooLargeException", "The request is too long.", 413);
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString("utf8");
  if (text === "") return {};
  try {
    return JSON.parse(text);
  } catch {
    throw new AwsError("SerializationException", "The request's body is not JSON.");
  }
}
