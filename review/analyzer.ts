import * as grpc from "@grpc/grpc-js";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import {
  type AnalyzeRequest,
  type AnalyzerInfo,
  type AnalyzeResponse,
  AnalyzerHandshakeRequest,
  AnalyzerStackConfigureRequest,
  type AnalyzeStackRequest,
  type ConfigureAnalyzerRequest,
} from "@pulumi/pulumi/proto/analyzer_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { type ChildProcess, spawn } from "node:child_process";
import { createRequire } from "node:module";
import * as path from "node:path";
import { ReviewError } from "./review-error";

/** The stack that a policy pack reviews. */
export interface ReviewedStack {
  project: string;
  stack: string;
  /** The stack's configuration by full key, as the engine passes it. */
  config: Record<string, string>;
}

/** In milliseconds, until a pack must print its port. A pack in TypeScript is compiled first. */
const startTimeout = 60_000;

/** The engine's own limit. A message about a stack contains the code of its functions. */
const maxMessageBytes = 400 * 1024 * 1024;

/** A policy pack in its own process, started and called as by Pulumi's engine. */
export class Analyzer {
  private constructor(
    private readonly end: () => void,
    private readonly client: AnalyzerClient,
  ) {}

  /**
   * Starts Pulumi's own runner in the pack's folder. It prints the port of the pack's gRPC server.
   *
   * @param folder has `PulumiPolicy.yaml`, and `@pulumi/pulumi` in a `node_modules` folder in or above it
   * @throws ReviewError when the pack does not start
   */
  static async start(folder: string, { project, stack, config }: ReviewedStack): Promise<Analyzer> {
    // The first argument is the engine's address. There is no engine here, and the runner ignores it.
    const child = spawn(process.execPath, [findRunner(folder), "127.0.0.1:0", "."], {
      cwd: folder,
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        ...process.env,
        PULUMI_CONFIG: JSON.stringify(config),
        PULUMI_NODEJS_PROJECT: project,
        PULUMI_NODEJS_STACK: stack,
        PULUMI_NODEJS_DRY_RUN: "true",
        PULUMI_PROJECT: project,
        PULUMI_STACK: stack,
        PULUMI_DRY_RUN: "true",
      },
    });
    const end = () => {
      process.off("exit", end);
      child.kill();
    };
    // A review that ends early also ends its pack.
    process.on("exit", end);
    try {
      const port = await readPort(child, folder);
      const client = new AnalyzerClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure(), {
        "grpc.max_receive_message_length": maxMessageBytes,
        "grpc.max_send_message_length": maxMessageBytes,
      });
      const analyzer = new Analyzer(end, client);
      await analyzer.handshake(folder, { project, stack, config });
      return analyzer;
    } catch (error) {
      end();
      throw error;
    }
  }

  /** The pack's policies, with their enforcement levels and configuration schemas. */
  info(): Promise<AnalyzerInfo> {
    return call((done) => this.client.getAnalyzerInfo(new Empty(), done));
  }

  configure(request: ConfigureAnalyzerRequest): Promise<unknown> {
    return call((done) => this.client.configure(request, done));
  }

  /** Runs the resource policies on one resource. */
  analyze(request: AnalyzeRequest): Promise<AnalyzeResponse> {
    return call((done) => this.client.analyze(request, done));
  }

  /** Runs the stack policies on all resources. */
  analyzeStack(request: AnalyzeStackRequest): Promise<AnalyzeResponse> {
    return call((done) => this.client.analyzeStack(request, done));
  }

  /** Ends the pack's process. */
  close(): void {
    this.client.close();
    this.end();
  }

  /** Like the engine, ignores that a pack made with an older SDK implements neither call. */
  private async handshake(folder: string, { project, stack, config }: ReviewedStack): Promise<void> {
    const handshake = new AnalyzerHandshakeRequest().setRootDirectory(folder).setProgramDirectory(folder);
    await ifImplemented(call((done) => this.client.handshake(handshake, done)));
    const configureStack = new AnalyzerStackConfigureRequest()
      .setProject(project)
      .setStack(stack)
      .setOrganization("organization")
      .setDryRun(true);
    for (const [key, value] of Object.entries(config)) configureStack.getConfigMap().set(key, value);
    await ifImplemented(call((done) => this.client.configureStack(configureStack, done)));
  }
}

function findRunner(folder: string): string {
  try {
    return createRequire(path.join(path.resolve(folder), "PulumiPolicy.yaml")).resolve(
      "@pulumi/pulumi/cmd/run-policy-pack",
    );
  } catch (cause) {
    throw new ReviewError(
      `The policy pack in ${folder} has no @pulumi/pulumi to run it: install its dependencies with \`npm install\`.`,
      { cause },
    );
  }
}

/** Reads the first line of a pack's output, its port. The rest of the output is meant for people. */
async function readPort(child: ChildProcess, folder: string): Promise<number> {
  let printed = "";
  let errorOutput = "";
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const fail = (what: string) => {
    reject(
      new ReviewError(`The policy pack in ${folder} ${what}.${errorOutput && `\n${errorOutput.trim()}`}`),
    );
  };
  const timer = setTimeout(() => fail(`did not start within ${startTimeout / 1000} s`), startTimeout);
  child.stdout?.on("data", (chunk: Buffer) => {
    printed += chunk.toString();
    const [line, ...more] = printed.split("\n");
    const port = Number(line);
    if (more.length === 0) return;
    if (Number.isInteger(port) && port > 0) resolve(port);
    else fail(`printed ${JSON.stringify(line)} where its port was expected`);
  });
  child.stderr?.on("data", (chunk: Buffer) => (errorOutput += chunk.toString()));
  child.on("error", (error) => fail(`could not be started: ${error.message}`));
  child.on("close", (code) => fail(`ended with exit code ${code} before it was ready`));
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
  }
}

type Done<T> = (error: grpc.ServiceError | null, response: T) => void;

/** Turns a gRPC call into a promise. When a policy throws, the error's details have the policy's name and stack. */
async function call<T>(start: (done: Done<T>) => unknown): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  start((error, response) => {
    if (error) reject(error);
    else resolve(response);
  });
  return promise;
}

async function ifImplemented(answer: Promise<unknown>): Promise<void> {
  try {
    await answer;
  } catch (error) {
    if ((error as Partial<grpc.ServiceError>).code !== grpc.status.UNIMPLEMENTED) throw error;
  }
}
