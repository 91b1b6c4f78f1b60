import * as os from "node:os";

/** On what, and when, figures were taken. */
export interface Machine {
  cpu: string;
  cores: number;
  memoryMb: number;
  node: string;
  system: string;
  /** Processes that wanted a core in the last minute: figures of a busy machine say little. */
  load: number;
  /** ISO 8601. */
  date: string;
}

export function thisMachine(): Machine {
  return {
    cpu: os.cpus()[0]?.model ?? "unknown",
    cores: os.availableParallelism(),
    memoryMb: Math.round(os.totalmem() / 1e6),
    node: process.version,
    system: `${os.type()} ${os.arch()}`,
    load: Number(os.loadavg()[0]?.toFixed(1)),
    date: new Date().toISOString(),
  };
}
