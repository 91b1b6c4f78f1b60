import { fork, type ChildProcess } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

/** An error as Lambda reports it for a function. */
export interface FunctionError {
  errorType: string;
  errorMessage: string;
  trace: string[];
}

export type FunctionResult = { logs: string[] } & ({ value: unknown } | { error: FunctionError });

export interface FunctionCode {
  /** File name to contents, as in the function's archive. */
  files: Record<string, string | Buffer>;
  /** `index.handler` */
  handler: string;
  environment: Record<string, string>;
  timeoutSeconds: number;
}

/** How long Lambda lets a function load. Its own timeout does not include this. Milliseconds. */
const initTimeout = 10_000;

type Message =
  | { type: "ready" }
  | { type: "log"; line: string }
  | { type: "result"; id: string; value: unknown }
  | { type: "error"; id: string; error: FunctionError };

/** A function's execution environment: a Node process of its own, which stays warm from one invocation to the next. */
export class FunctionProcess {
  private child: ChildProcess | undefined;
  private ready = false;
  /** The function's output since its last invocation, or since it was started. */
  private readonly lines: string[] = [];
  private readonly folder: string;

  /** Unpacks the code into a folder of its own. The first invocation starts the process: many functions are never invoked. */
  constructor(private readonly code: FunctionCode) {
    this.folder = fs.mkdtempSync(path.join(os.tmpdir(), "local-account-function-"));
    for (const [name, contents] of Object.entries(code.files)) {
      const file = path.join(this.folder, name);
      fs.mkdirSync(path.dirname(file), { recursive: true });
      fs.writeFileSync(file, contents);
    }
  }

  /**
   * Runs one invocation. Never rejects: a failure is returned as the function's error.
   *
   * @param now the time of the function's clock
   */
  invoke(id: string, event: unknown, now: Date, context: Record<string, unknown>): Promise<FunctionResult> {
    const child = (this.child ??= this.start());
    const timeout = this.code.timeoutSeconds * 1000;
    return new Promise((resolve) => {
      let timer: NodeJS.Timeout;
      const finish = (outcome: { value: unknown } | { error: FunctionError }): void => {
        clearTimeout(timer);
        child.off("message", onMessage).off("exit", onExit);
        resolve({ logs: this.lines.splice(0), ...outcome });
      };
      const fail = (errorType: string, what: string): void => {
        this.child = undefined;
        finish({ error: { errorType, errorMessage: `RequestId: ${id} Error: ${what}`, trace: [] } });
      };
      // Lambda kills a function that does not finish in time. The next invocation starts a new process.
      const endAfter = (milliseconds: number): void => {
        clearTimeout(timer);
        timer = setTimeout(() => {
          child.kill("SIGKILL");
          fail("Sandbox.Timedout", `Task timed out after ${this.code.timeoutSeconds.toFixed(2)} seconds`);
        }, milliseconds);
      };
      const onMessage = (message: Message): void => {
        if (message.type === "ready") endAfter(timeout);
        if (message.type === "log" || message.type === "ready" || message.id !== id) return;
        finish(message.type === "result" ? { value: message.value } : { error: message.error });
      };
      const onExit = (code: number | null): void => {
        fail("Runtime.ExitError", `Runtime exited with error: exit status ${code ?? "none"}`);
      };
      child.on("message", onMessage).on("exit", onExit);
      endAfter(this.ready ? timeout : initTimeout + timeout);
      child.send({ id, event, context, timeout, now: now.getTime() });
    });
  }

  stop(): void {
    this.child?.kill("SIGKILL");
    this.child = undefined;
    fs.rmSync(this.folder, { recursive: true, force: true });
  }

  private start(): ChildProcess {
    const child = fork(path.join(__dirname, "runtime.js"), [], {
      cwd: this.folder,
      // Nothing from this machine's environment: no profile, no credentials, no options for Node.
      env: {
        ...this.code.environment,
        HOME: this.folder,
        AWS_CONFIG_FILE: path.join(this.folder, ".no-aws-config"),
        AWS_SHARED_CREDENTIALS_FILE: path.join(this.folder, ".no-aws-credentials"),
        AWS_EC2_METADATA_DISABLED: "true",
        LAMBDA_TASK_ROOT: this.folder,
        _HANDLER: this.code.handler,
        TZ: ":UTC",
      },
      execArgv: [],
      stdio: ["ignore", "ignore", "ignore", "ipc"],
    });
    this.ready = false;
    child.on("message", (message: Message) => {
      if (message.type === "log") this.lines.push(message.line);
      if (message.type === "ready" && child === this.child) this.ready = true;
    });
    child.on("exit", () => {
      if (child === this.child) this.child = undefined;
    });
    child.on("error", () => child.kill("SIGKILL"));
    return child;
  }
}
