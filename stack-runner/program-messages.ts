import { type LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";
import * as state from "@pulumi/pulumi/runtime/state";

/** What a program said by `pulumi.log`. */
export interface ProgramMessage {
  severity: "info" | "warning" | "error";
  message: string;
  /** The resource that it is about; empty for none. */
  urn: string;
}

/** The state of Pulumi's runtime in this run. The types lack this function. */
const { getStore } = state as unknown as { getStore: () => { settings: { engine?: unknown } } };

type Severity = Parameters<LogRequest["setSeverity"]>[0];

/** What `pulumi.log.debug` says is shown to nobody, as by the CLI. */
const severities: Partial<Record<Severity, ProgramMessage["severity"]>> = {
  [LogSeverity.INFO]: "info",
  [LogSeverity.WARNING]: "warning",
  [LogSeverity.ERROR]: "error",
};

/**
 * Takes the engine's place in the present run, for whatever the program says by `pulumi.log`. Without it the runtime would
 * write to the terminal.
 *
 * @returns the messages, which grow while the program runs
 */
export function collectMessages(): ProgramMessage[] {
  const messages: ProgramMessage[] = [];
  const engine = {
    log(request: LogRequest, done: () => void): void {
      const severity = severities[request.getSeverity()];
      if (severity !== undefined)
        messages.push({ severity, message: request.getMessage(), urn: request.getUrn() });
      done();
    },
    // The runtime tells every engine the stack's URN.
    setRootResource(_request: unknown, done: () => void): void {
      done();
    },
  };
  getStore().settings.engine = engine;
  return messages;
}
