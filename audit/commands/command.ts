import type { Arguments } from "../cli/arguments";
import type { ClientOptions, Clients } from "../aws/clients";
import { AuditError } from "../aws/aws-call";
import type { Reason } from "../cli/exit-codes";

/** A command's output, and its environment apart from AWS. */
export interface CommandContext {
  /** The answer. */
  print: (text: string) => void;
  /** Errors and warnings, for standard error. */
  warn: (sentence: string) => void;
  now: Date;
  /** Whether the answer goes to a terminal with colors. */
  color: boolean;
  /** Columns of that terminal; undefined elsewhere. */
  width: number | undefined;
  access: ClientOptions;
  environment: Record<string, string | undefined>;
  /** The folder of `Pulumi.yaml`; this project's by default. */
  directory?: string;
}

/** What every command is given. */
export interface Context extends CommandContext {
  options: Arguments;
  /** What is no option. */
  operands: readonly string[];
  connect: (region: string) => Clients;
}

/** A command. Answers with the reason for its exit code; what it throws as AuditError is a sentence and a reason too. */
export type Command = (context: Context) => Promise<Reason>;

/** A list known not to be empty. */
export function atLeastOne<T>(list: readonly T[]): [T, ...T[]] {
  const [first, ...others] = list;
  if (first === undefined) throw new AuditError("usage", "There is nothing to look at: name a Region.");
  return [first, ...others];
}
