import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import * as path from "node:path";
import type { Entry } from "../../infra/lambda/handlers-code";
import { notifierArn } from "./world";

/** What became of an invocation. */
export interface Answer {
  result?: unknown;
  error?: { name: string; message: string };
  /** What the function wrote to stdout meanwhile. */
  stdout: string;
}

/** The bundle in a Node process of its own, with nothing but Lambda's environment, as Lambda would run it. */
export class Lambda {
  private stdout = "";
  stderr = "";

  private constructor(private readonly child: ChildProcess) {
    child.stdout?.on("data", (data: Buffer) => (this.stdout += data.toString()));
    child.stderr?.on("data", (data: Buffer) => (this.stderr += data.toString()));
  }

  /**
   * @param bundle the file that holds the bundle
   * @param endpoint where the SDK's clients find AWS
   * @param handler which of the bundle's handlers
   */
  static async start(
    bundle: string,
    endpoint: string,
    env: Record<string, string> = {},
    handler: Entry = "configHandler",
  ): Promise<Lambda> {
    const child = fork(path.join(__dirname, "lambda-shim.ts"), [bundle, handler], {
      execArgv: [],
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      env: {
        AWS_REGION: "eu-west-1",
        AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
        AWS_SECRET_ACCESS_KEY: "secret-access-key",
        AWS_SESSION_TOKEN: "session-token",
        AWS_ENDPOINT_URL: endpoint,
        NOTIFIER_ARN: notifierArn,
        ...env,
      },
    });
    const lambda = new Lambda(child);
    await lambda.message();
    return lambda;
  }

  /** @param timeout milliseconds that the function has */
  async invoke(event: unknown, timeout = 60_000): Promise<Answer> {
    this.stdout = "";
    this.child.send({ event: event ?? null, timeout });
    const answer = (await this.message()) as Omit<Answer, "stdout">;
    while (!this.stdout.includes("\u0000") && this.child.stdout !== null) {
      await once(this.child.stdout, "data");
    }
    return { ...answer, stdout: this.stdout.slice(0, this.stdout.indexOf("\u0000")) };
  }

  async stop(): Promise<void> {
    const exited = once(this.child, "exit");
    this.child.kill();
    await exited;
  }

  private async message(): Promise<unknown> {
    const settled = new AbortController();
    const { signal } = settled;
    const exited = once(this.child, "exit", { signal }).then(() => {
      throw new Error(`the function's process ended: ${this.stderr}`);
    });
    const messages = once(this.child, "message", { signal });
    try {
      const [message] = (await Promise.race([messages, exited])) as unknown[];
      return message;
    } finally {
      settled.abort();
    }
  }
}
