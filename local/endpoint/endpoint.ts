import * as http from "node:http";
import type { AddressInfo } from "node:net";
import type { Account } from "../account/account";
import { apiOf, handlerOf } from "./registry";
import { AwsError } from "../account/aws-error";
import { minute } from "../account/clock";
import { uuid } from "../account/ids";
import { answerLocally } from "./control-api";
import { quoted } from "../../stack-runner/text";
import { replyFor, type NoReply } from "./fault-injection";
import { json } from "./protocols/json";
import type { Received, Reply } from "./protocols/protocol";

/** The longest body that is accepted, in bytes. AWS's own limits on these calls are far lower. */
const maximumBody = 1024 * 1024;
/** How much is read before the connection is cut. Reading past the limit lets the client receive the error. */
const patience = 64 * maximumBody;

/**
 * One HTTP server on the loopback address for all services and Regions. The credential scope of a request's signature
 * names the service, the Region and the caller; the signature itself is not verified.
 */
export class Endpoint {
  private readonly server: http.Server;
  private requests = 0;

  constructor(private readonly account: Account) {
    this.server = http.createServer((request, response) => void this.answer(request, response));
    // Longer than a function waits for an answer. A connection closed earlier would cost it one of its attempts.
    this.server.keepAliveTimeout = minute;
    // Without this, a request that is not HTTP gets no answer.
    this.server.on("clientError", (_, socket) => {
      if (socket.writable) socket.end("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n");
    });
  }

  /** @param port 0 for any that is free. Rejects with the system's error, such as `EADDRINUSE`. */
  async listen(port: number): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.server.once("error", reject);
      this.server.listen(port, "127.0.0.1", resolve);
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
    let reply: Reply | NoReply;
    try {
      requireOwnHost(request.headers.host);
      const received = await receive(request);
      reply = (await answerLocally(this.account, received)) ?? (await this.answerAsAws(received, requestId));
    } catch (error) {
      reply = json.fail({}, asAwsError(error), requestId);
    }
    // The connection stays open until the client gives up or the account is closed.
    if (reply === "no-answer") return;
    if (reply === "stalls") {
      response.writeHead(200, { "content-type": "application/json", "content-length": "100" }).write("{");
      return;
    }
    if (reply === "connection-reset") {
      request.socket.resetAndDestroy();
      return;
    }
    // The content length in the reply to a HEAD request is the object's.
    const length =
      request.method === "HEAD" ? {} : { "content-length": String(Buffer.byteLength(reply.body)) };
    const { clock } = this.account;
    // So that nobody takes its answers for AWS's, nor the computer's clock for its own. By `date` the SDK of a function, which
    // has the account's clock, sees that the two agree; where they do not, it tries each refused call again.
    const simulated = { "x-simulated-account": clock.iso(), date: clock.now().toUTCString() };
    response.writeHead(reply.status, { ...reply.headers, ...length, ...simulated });
    response.end(request.method === "HEAD" ? undefined : reply.body);
  }

  private async answerAsAws(request: Received, requestId: string): Promise<Reply | NoReply> {
    const { account, principal, region: regionName, service } = this.callerOf(request);
    const api = apiOf(service);
    try {
      const { operation, input } = api.protocol.read(api, request);
      const handler = handlerOf(api, operation.name);
      const region = await account.region(regionName);
      const { journal, clock } = account;
      const action = `${service}:${operation.name}`;
      // Faults are injected into the functions' calls, not into the administrator's.
      const fault = principal === account.administrator ? undefined : region.faultInjection.nextFault(action);
      journal.record("call", { at: clock.iso(), region: regionName, principal, action, fault });
      if (fault !== undefined) return replyFor(fault);
      return api.protocol.write(api, operation, await handler(region, principal, input), requestId);
    } catch (error) {
      return api.protocol.fail(api, asAwsError(error), requestId);
    }
  }

  private callerOf({ headers }: Received): {
    account: Account;
    principal: string;
    region: string;
    service: string;
  } {
    const scope = /Credential=([^/\s,]+)\/\d{8}\/([a-z0-9-]+)\/([a-z0-9-]+)\/aws4_request/.exec(
      headers["authorization"] ?? "",
    );
    const [, key, region, service] = scope ?? [];
    if (key === undefined || region === undefined || service === undefined) {
      throw new AwsError("MissingAuthenticationTokenException", "Missing Authentication Token", 403);
    }
    const account = this.account.issuerOf(key);
    const principal = account.principalOf(key);
    if (principal === undefined) {
      throw new AwsError(
        "UnrecognizedClientException",
        "The security token included in the request is invalid.",
        403,
      );
    }
    return { account, principal, region, service };
  }
}

/**
 * A name of somebody's own that leads to the loopback address lets that one's web page reach the account as its own server.
 *
 * @throws AwsError for a name that is not this computer's own
 */
function requireOwnHost(host = ""): void {
  const name = host.replace(/:\d+$/, "").toLowerCase();
  if (/^(127\.0\.0\.1|\[::1\]|(.+\.)?localhost)$/.test(name)) return;
  throw new AwsError(
    "Forbidden",
    `The local account is 127.0.0.1 or localhost, and answers no request for ${quoted(host)}.`,
    403,
  );
}

function asAwsError(error: unknown): AwsError {
  return error instanceof AwsError
    ? error
    : new AwsError("InternalFailure", `The local account failed: ${String(error)}`, 500);
}

async function receive(request: http.IncomingMessage): Promise<Received> {
  const [path = "/", ...query] = (request.url ?? "/").split("?");
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(", ") : (value ?? ""),
    ]),
  );
  const method = request.method ?? "GET";
  return {
    method,
    path,
    query: new URLSearchParams(query.join("?")),
    headers,
    body: await readBody(request),
  };
}

async function readBody(request: http.IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > patience) break;
    if (size <= maximumBody) chunks.push(chunk);
  }
  if (size > maximumBody)
    throw new AwsError("RequestEntityTooLargeException", "The request is too long.", 413);
  return Buffer.concat(chunks);
}
