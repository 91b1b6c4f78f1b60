import * as http from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { gunzipSync, gzipSync } from "node:zlib";

/** What a terminal, a spreadsheet or a browser would obey; and a line of its own. XML cannot hold the first two. */
export const planted = "\u001b]0;owned\u0007\u009b31m\u202e\u2066\u200f\u2028\r\nforged";
const inXml = planted.replace(/^.*\u0007/, "").replace("\r\n", "&#10;");

/** Where a text stands in an answer: `LookupEvents Events/CloudTrailEvent/userIdentity/arn`. */
export type Source = string;

interface Answer {
  status: number;
  headers: Record<string, string>;
  bytes: Buffer;
}

/**
 * Stands between a client and an account, and plants characters into texts that the account answers. What was asked before is
 * answered as before.
 */
export class PlantingProxy {
  /** Where texts were answered. */
  readonly sources = new Set<Source>();
  /** Into which texts it plants; `OPERATION error` makes a call fail with them. Undefined: into none. */
  plantAt: Source | undefined;
  private readonly answers = new Map<string, Promise<Answer>>();

  private constructor(
    private readonly server: http.Server,
    private readonly target: string,
  ) {
    server.on("request", (request: http.IncomingMessage, response: http.ServerResponse) => {
      this.pass(request, response).catch(() => response.destroy());
    });
  }

  static async start(target: string): Promise<PlantingProxy> {
    const server = http.createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return new PlantingProxy(server, target);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private async pass(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const body = await buffer(request);
    const operation = operationOf(request, body);
    const { method, url, headers: sent } = request;
    const asked = [method, url, sent["x-amz-target"], body.toString("latin1")].join(" ");
    const answer = this.answers.get(asked) ?? this.ask(request, body);
    this.answers.set(asked, answer);
    const { status, headers, bytes } = await answer;
    if (this.plantAt === `${operation} error`) {
      const error = { __type: "AccessDeniedException", message: `no ${planted}` };
      const isXml = (headers["content-type"] ?? "").includes("xml");
      response.writeHead(403, headers);
      response.end(
        isXml
          ? `<ErrorResponse><Error><Code>AccessDenied</Code><Message>no ${inXml}</Message></Error></ErrorResponse>`
          : JSON.stringify(error),
      );
      return;
    }
    this.sources.add(`${operation} error`);
    response.writeHead(status, headers);
    response.end(this.plantInto(operation, bytes));
  }

  private async ask({ url, method, headers }: http.IncomingMessage, body: Buffer): Promise<Answer> {
    const answer = await fetch(`${this.target}${url ?? "/"}`, {
      method: method ?? "GET",
      headers: Object.entries(headers).flatMap(([name, value]): [string, string][] =>
        ["connection", "content-length", "expect", "transfer-encoding"].includes(name)
          ? []
          : [[name, String(value)]],
      ),
      ...(body.length > 0 && { body: new Uint8Array(body) }),
    });
    const kept = [...answer.headers].filter(
      ([name]) => !["connection", "content-length", "transfer-encoding"].includes(name),
    );
    return {
      status: answer.status,
      headers: Object.fromEntries(kept),
      bytes: Buffer.from(await answer.arrayBuffer()),
    };
  }

  private plantInto(operation: string, bytes: Buffer): Buffer {
    if (bytes[0] === 0x1f && bytes[1] === 0x8b) return gzipSync(this.plantInto(operation, gunzipSync(bytes)));
    const text = bytes.toString("utf8");
    if (text.trimStart().startsWith("<")) {
      const within = text.replace(/<(\w+)>([^<]+)</g, (all, name: string, value: string) =>
        this.isPlantedAt(`${operation} ${name}`) ? `<${name}>${value}${inXml}<` : all,
      );
      return Buffer.from(within);
    }
    if (!/^\s*[[{]/.test(text)) return bytes;
    return Buffer.from(JSON.stringify(this.plantIn(`${operation} `, JSON.parse(text))));
  }

  private plantIn(path: string, value: unknown): unknown {
    if (Array.isArray(value)) return value.map((one) => this.plantIn(path, one));
    if (typeof value === "object" && value !== null) {
      const members = Object.entries(value).map(([name, member]) => {
        return [name, this.plantIn(`${path}${path.endsWith(" ") ? "" : "/"}${name}`, member)];
      });
      return Object.fromEntries(members) as unknown;
    }
    if (typeof value !== "string") return value;
    // AWS's answers have JSON in strings.
    if (/^\s*[[{]/.test(value)) return JSON.stringify(this.plantIn(path, JSON.parse(value)));
    return this.isPlantedAt(path) ? `${value}${planted}` : value;
  }

  private isPlantedAt(source: Source): boolean {
    this.sources.add(source);
    return source === this.plantAt;
  }
}

function operationOf({ headers, url = "/", method = "GET" }: http.IncomingMessage, body: Buffer): string {
  const target = headers["x-amz-target"];
  if (target !== undefined) return String(target).split(".").at(-1) ?? "";
  const action = /(?:^|&)Action=(\w+)/.exec(body.toString("latin1"))?.[1];
  if (action !== undefined) return action;
  return `${method} ${url.replace(/\?.*/, "").replace(/[\w.:%-]{20,}/g, "…")}`;
}
