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

/** The stack that a policy pack is asked about. */
export interface ReviewedStack {
  project: string;
  stack: string;
  /** Full key to value, as the engine passes the stack's configuration. */
  config: Record<string, string>;
}

/** Longest wait for a pack to name its port: a pack in TypeScript is compiled first. */
const startTimeout = 60_000;

/** What the engine allows a message to be: a stack with the code of its functions in it. */
const maxMessageBytes = 400 * 1024 * 1024;

/** A policy pack in a process of its own, started and spoken to as Pulumi's engine does. */
export class Analyzer {
  private constructor(
    private readonly end: () => void,
    private readonly client: AnalyzerClient,
  ) {}

  /**
   * Starts a pack: Pulumi's own runner in the pack's folder, which prints the port of the pack's gRPC server.
   *
   * @param folder holds `PulumiPolicy.yaml`, and `@pulumi/pulumi` in a `node_modules` in or above it
   * @throws ReviewError when it does not start
   */
  static async start(folder: string, { project, stack, config }: ReviewedStack): Promise<Analyzer> {
    // The engine's own address comes first. There is no engine here, and the runner skips it.
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
    // A review that dies takes its pack along.
    process.on("exit", end);
    try {
      const port = await readPort(child, folder);
      const client = new AnalyzerClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure(), {
        "grpc.max_receive_message_length": maxMessageBytes,
        "grpc.max_send_message_length": maxMessageBytes,
      });
      const analyzer = new Analyzer(end, client);
      await analyzer.greet(folder, { project, stack, config });
      return analyzer;
    } catch (error) {
      end();
      throw error;
    }
  }

  /** What the pack says of itself: its policies, their levels and what of them is configurable. */
  info(): Promise<AnalyzerInfo> {
    return call((done) => this.client.getAnalyzerInfo(new Empty(), done));
  }

  configure(request: ConfigureAnalyzerRequest): Promise<unknown> {
    return call((done) => this.client.configure(request, done));
  }

  /** Asks the resource policies about one resource. */
  analyze(request: AnalyzeRequest): Promise<AnalyzeResponse> {
    return call((done) => this.client.analyze(request, done));
  }

  /** Asks the stack policies about all resources. */
  analyzeStack(request: AnalyzeStackRequest): Promise<AnalyzeResponse> {
    return call((done) => this.client.analyzeStack(request, done));
  }

  /** Ends the pack's process. */
  close(): void {
    this.client.close();
    this.end();
  }

  /** A pack made with an older SDK knows neither call, which the engine does not mind. */
  private async greet(folder: string, { project, stack, config }: ReviewedStack): Promise<void> {
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

/** The first line that a pack prints is its port; what else it prints is for people. */
async function readPort(child: ChildProcess, folder: string): Promise<number> {
  let printed = "";
  let complaints = "";
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const fail = (what: string) => {
    reject(new ReviewError(`The policy pack in ${folder} ${what}.${complaints && `\n${complaints.trim()}`}`));
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
  child.stderr?.on("data", (chunk: Buffer) => (complaints += chunk.toString()));
  child.on("error", (error) => fail(`could not be started: ${error.message}`));
  child.on("close", (code) => fail(`ended with exit code ${code} before it was ready`));
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
  }
}

type Done<T> = (error: grpc.ServiceError | null, response: T) => void;

/** A gRPC call as a promise. A policy that throws arrives as an error with the policy's name and stack in its details. */
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
