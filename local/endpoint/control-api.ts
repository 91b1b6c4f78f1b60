import type { Account } from "../account/account";
import { AwsError } from "../account/aws-error";
import { furthest } from "../account/clock";
import { parseDuration } from "../scenario/duration";
import { readJson } from "./protocols/content-type";
import type { Received, Reply } from "./protocols/protocol";
import { quoted } from "../../stack-runner/text";

type Route = (account: Account, body: Record<string, unknown>, query: URLSearchParams) => unknown;

/** The local account's control paths, which AWS does not have. They need no signature. */
const routes: Record<string, Route> = {
  "GET /local/clock": ({ clock }) => ({ now: clock.iso() }),

  "POST /local/clock": async (account, body) => {
    const milliseconds = parseDuration(body["advance"]);
    if (milliseconds === undefined || milliseconds > furthest) {
      throw new AwsError(
        "ValidationException",
        `advance must be a duration such as "PT24H", or a number of seconds, of at most 366 days, but is ${given(body["advance"])}.`,
      );
    }
    await account.advance(milliseconds);
    return { now: account.clock.iso() };
  },

  // Where `GetFunction` leads to, as to an address of S3's that is signed.
  "GET /local/code": (account, _, query) => {
    const functions = account.openRegions().flatMap(({ lambda }) => lambda.list());
    const found = functions.find(({ arn }) => arn === query.get("arn"));
    if (found === undefined) throw new AwsError("NoSuchKey", "There is no such function.", 404);
    return Buffer.from(found.archive);
  },

  "GET /local/inbox": ({ journal }) => ({ messages: journal.notifications }),

  "POST /local/oversized": async (account, body) => {
    const region = body["region"] ?? account.defaultRegion;
    const found = account.openRegions().find(({ name }) => name === region);
    if (found === undefined) {
      const names = account.openRegions().map(({ name }) => name);
      throw new AwsError(
        "ValidationException",
        `region must be ${names.join(" or ")}, but is ${given(region)}.`,
      );
    }
    found.config.rules.announceNextAsOversized();
    return { region: found.name, oversized: "the next change of a recorded resource" };
  },
};

/** The reply to a request for a control path; undefined for any other path. */
export async function answerLocally(account: Account, request: Received): Promise<Reply | undefined> {
  // A signed request may be for a bucket named `local`.
  if (!request.path.startsWith("/local/") || request.headers["authorization"] !== undefined) return undefined;
  try {
    // A web page may send requests to any address. The browser then names the page's origin.
    if (request.headers["origin"] !== undefined) {
      throw new AwsError("Forbidden", "The local account does not answer pages in browsers.", 403);
    }
    const name = `${request.method} ${request.path}`;
    const route = Object.hasOwn(routes, name) ? routes[name] : undefined;
    if (route === undefined) {
      throw new AwsError(
        "NotFound",
        `There is no ${name}. There are ${Object.keys(routes).join(", ")}.`,
        404,
      );
    }
    return reply(200, await route(account, objectOf(readJson(request.body)), request.query));
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return reply(error.statusCode, { error: error.message });
  }
}

function objectOf(body: unknown): Record<string, unknown> {
  if (typeof body === "object" && body !== null && !Array.isArray(body))
    return body as Record<string, unknown>;
  throw new AwsError("SerializationException", "The request's body must be a JSON object.");
}

function given(value: unknown): string {
  return value === undefined ? "left out" : quoted(value);
}

function reply(status: number, body: unknown): Reply {
  if (Buffer.isBuffer(body)) return { status, headers: { "content-type": "application/zip" }, body };
  return {
    status,
    headers: { "content-type": "application/json" },
    body: `${JSON.stringify(body, null, 2)}\n`,
  };
}
