import { XmlNode, XmlText } from "@aws-sdk/xml-builder";
import type * as http from "node:http";
import { text } from "node:stream/consumers";
import { LoopbackServer } from "../../tools/bench/loopback-server";

export type Input = Record<string, unknown>;

/** A call as AWS receives it. Its input are the members of a JSON body, or a form's fields, or a path's parts. */
export interface Call {
  service: string;
  region: string;
  operation: string;
  input: Input;
  /** Whether it was answered with an output. */
  answered: boolean;
}

/**
 * What an operation answers: the members of its output, bytes, or headers alone. It throws an `AwsError` that AWS would answer, and any
 * other error for an input that no test expects; undefined is no answer, ever.
 */
export type Answer = (input: Input) => object | undefined;

/** What AWS answers, by operation. */
export type Script = Record<string, Answer>;

export class AwsError extends Error {
  constructor(
    readonly code: string,
    message = `AWS says ${code}`,
  ) {
    super(message);
  }
}

/** Always an error. */
export function fails(code: string, message?: string): Answer {
  return () => {
    throw new AwsError(code, message);
  };
}

/** An error so many times, and then an answer. */
export function throttled(times: number, then: Answer | undefined): Answer {
  let left = times;
  return (input) => {
    if (left-- > 0 || then === undefined) throw new AwsError("ThrottlingException");
    return then(input);
  };
}

/** No answer. */
export const hangs: Answer = () => undefined;

/** Those members of an output that list some things on pages of a size; all on one when absent. */
export function page(
  all: readonly unknown[] = [],
  size = Infinity,
  member: string,
  input: Input,
  token: string,
): Input {
  const start = Number(input[token] ?? 0);
  const end = start + size;
  return { [member]: all.slice(start, end), ...(end < all.length && { [token]: String(end) }) };
}

/** AWS over loopback HTTP, by a script for each Region. What it was not told about it refuses and remembers. */
export class ScriptedAws extends LoopbackServer {
  /** The calls received, in order. */
  readonly calls: Call[] = [];
  /** Calls that no test expects. */
  readonly unexpected: string[] = [];
  private scripts: Record<string, Script> = {};

  /** Plays other scripts, with nothing called yet. */
  play(scripts: Record<string, Script>): void {
    this.scripts = scripts;
    this.calls.length = 0;
    this.unexpected.length = 0;
  }

  /** The operations called, in order. */
  get operations(): string[] {
    return this.calls.map(({ operation }) => operation);
  }

  /** The inputs of an operation's calls that were answered with an output. */
  answered(operation: string): Input[] {
    return this.calls
      .filter((call) => call.answered && call.operation === operation)
      .map(({ input }) => input);
  }

  override receive(request: http.IncomingMessage, response: http.ServerResponse): void {
    text(request).then(
      (body) => this.answer(readCall(request, body), response),
      () => response.destroy(),
    );
  }

  private answer(call: Call, response: http.ServerResponse): void {
    const { service, region, operation, input } = call;
    this.calls.push(call);
    try {
      // IAM lives in one Region for all.
      const script = service === "iam" ? Object.values(this.scripts)[0] : this.scripts[region];
      const answer = script?.[operation];
      if (answer === undefined) throw new Error(`nobody expected it in ${region}`);
      const output = answer(input);
      if (output === undefined) return;
      call.answered = true;
      // Lambda answers that it accepted an event.
      send(response, input["InvocationType"] === "Event" ? 202 : 200, output, call);
    } catch (error) {
      if (!(error instanceof AwsError)) this.unexpected.push(`${operation}: ${String(error)}`);
      const code = error instanceof AwsError ? error.code : "ValidationException";
      const status = code.startsWith("NoSuch") ? 404 : code.startsWith("Internal") ? 500 : 400;
      const told = { Code: code, Message: error instanceof Error ? error.message : "" };
      // Enough of all: of JSON's errors, the Query protocol's and S3's.
      send(response, status, { __type: code, message: told.Message, Error: told, ...told }, call);
    }
  }
}

function send(response: http.ServerResponse, status: number, output: object, call: Call): void {
  if (output instanceof Buffer) {
    response.writeHead(status, { "content-type": "application/octet-stream" }).end(output);
  } else if (output instanceof Headers) {
    response.writeHead(status, Object.fromEntries(output)).end();
  } else if (["sts", "iam", "sns", "s3"].includes(call.service)) {
    const result = new XmlNode(`${call.operation}Result`, elements(output));
    // S3 knows no envelope, and errors are one.
    const isBare = call.service === "s3" || status !== 200;
    const root = isBare ? result : new XmlNode(`${call.operation}Response`, [result]);
    response.writeHead(status, { "content-type": "text/xml" }).end(root.toString());
  } else {
    response.writeHead(status, { "content-type": "application/x-amz-json-1.1" }).end(JSON.stringify(output));
  }
}

/** XML elements of an object's members: an element for each item of a list. */
function elements(value: object): XmlNode[] {
  return Object.entries(value).flatMap(([name, member]: [string, unknown]) =>
    [member].flat().map((item) => {
      if (typeof item === "object" && item !== null) return new XmlNode(name, elements(item));
      return new XmlNode(name, [new XmlText(String(item))]);
    }),
  );
}

/** X-Ray and S3 speak REST; STS, IAM and SNS send forms; the others JSON with a header that names the operation. */
function readCall(request: http.IncomingMessage, body: string): Call {
  const [, region = "", service = ""] =
    /Credential=[^/]+\/\d{8}\/([a-z0-9-]+)\/([a-z0-9-]+)\//.exec(request.headers.authorization ?? "") ?? [];
  const { pathname, searchParams } = new URL(request.url ?? "", "http://localhost");
  const called = (operation: string, input: Input) => ({
    service,
    region,
    operation,
    input,
    answered: false,
  });
  if (service === "s3") {
    const [, bucket, ...key] = pathname.split("/").map(decodeURIComponent);
    const input = { ...Object.fromEntries(searchParams), bucket, key: key.join("/") };
    if (request.method === "HEAD") return called("HeadBucket", input);
    return called(searchParams.has("list-type") ? "ListObjectsV2" : "GetObject", input);
  }
  if (service === "lambda") {
    const [, , , name = "", what] = pathname.split("/").map(decodeURIComponent);
    if (what === "invocations") {
      const InvocationType = request.headers["x-amz-invocation-type"];
      return called("Invoke", { ...(JSON.parse(body) as Input), FunctionName: name, InvocationType });
    }
    return called(what === "configuration" ? "GetFunctionConfiguration" : pathname, { FunctionName: name });
  }
  if (request.headers["content-type"] === "application/x-www-form-urlencoded") {
    const { Action = "", ...input } = Object.fromEntries(new URLSearchParams(body));
    return called(Action, input);
  }
  const target = String(request.headers["x-amz-target"] ?? pathname);
  const operation =
    target === "/EncryptionConfig" ? "GetEncryptionConfig" : (target.split(/[./]/)[1] ?? target);
  return called(operation, body === "" ? {} : (JSON.parse(body) as Input));
}
