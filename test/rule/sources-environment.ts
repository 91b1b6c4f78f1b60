import assert from "node:assert/strict";
import type { LambdaContext } from "../../rule/deadline";
import { capturingStdout } from "../support/captured-stdout";
import type { Answer } from "./lambda";
import { notifierArn, World } from "./world";

const lambda = {
  AWS_REGION: "eu-west-1",
  AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
  AWS_SECRET_ACCESS_KEY: "secret-access-key",
  AWS_SESSION_TOKEN: "session-token",
  NOTIFIER_ARN: notifierArn,
};

let world: Promise<World> | undefined;

/**
 * Lets the rule's sources run in this process as in Lambda. One world a process: the rule keeps its clients, and these
 * the endpoint they first saw.
 *
 * @param environment what the stack sets besides
 * @returns the world, and what puts the environment back
 */
export async function enterLambda(
  environment: Record<string, string> = {},
): Promise<{ world: World; leave: () => void }> {
  world ??= World.start();
  const entered = (await world).unref();
  const earlier = { ...process.env };
  Object.assign(process.env, lambda, environment, { AWS_ENDPOINT_URL: entered.url });
  return {
    world: entered,
    leave: () => {
      process.env = earlier;
    },
  };
}

const invokedFunctionArn = "arn:aws:lambda:eu-west-1:123456789012:function:evaluator";

/** Has a handler of the sources answer an event, as `Lambda.invoke` does a bundle's. */
export async function invokeHere(
  handler: (event: unknown, context: LambdaContext) => Promise<unknown>,
  event: unknown,
  timeout = 60_000,
): Promise<Answer> {
  const start = performance.now();
  const end = Date.now() + timeout;
  const context = {
    getRemainingTimeInMillis: () => end - Date.now(),
    invokedFunctionArn,
    awsRequestId: "request-1",
  };
  const { outcome, stdout } = await capturingStdout(async (): Promise<Omit<Answer, "stdout">> => {
    try {
      return { result: await handler(event, context) };
    } catch (error) {
      const { name, message } = error instanceof Error ? error : new Error(String(error));
      return { error: { name, message } };
    }
  });
  const { durationMs } = JSON.parse(stdout.split("\n")[0] ?? "") as { durationMs: number };
  assert.ok(durationMs >= 0 && durationMs <= performance.now() - start + 1, `${durationMs} ms`);
  return { ...outcome, stdout };
}
