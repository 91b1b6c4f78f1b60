import type { Fault } from "../endpoint/fault-injection";

/** One property's from/to in a change, in AWS Config's words. */
export interface PropertyChange {
  previousValue: unknown;
  updatedValue: unknown;
  changeType: "CREATE" | "UPDATE" | "DELETE";
}

/** A change of X-Ray's encryption setting that AWS Config recorded. Times are ISO 8601, on the account's clock. */
export interface Change {
  at: string;
  region: string;
  /** `CREATE` when AWS Config first discovers the resource; then `changedProperties` is empty. */
  changeType: "CREATE" | "UPDATE";
  changedProperties: Record<string, PropertyChange>;
  /** The setting as recorded. */
  configuration: Record<string, unknown>;
}

/** One evaluation that AWS Config accepted. */
export interface Evaluation {
  at: string;
  region: string;
  /** Why AWS Config invoked the rule: a change, the schedule, or a request for an evaluation. */
  trigger: "change" | "periodic" | "demand";
  ruleName: string;
  resourceType: string;
  resourceId: string;
  complianceType: string;
  annotation: string;
}

/** A message as one subscriber received it. */
export interface Notification {
  at: string;
  region: string;
  /** The topic's name. */
  topic: string;
  to: string;
  subject: string;
  message: string;
}

/** A message that a topic accepted, with or without subscribers. */
export interface Publication {
  at: string;
  region: string;
  topicArn: string;
  /** Who published it: a role's ARN or a service. */
  principal: string;
  subject: string;
  message: string;
  /** The message's attributes, by which subscribers filter. */
  attributes: Record<string, string>;
}

/** One call of an AWS API over the endpoint. */
export interface ApiCall {
  at: string;
  region: string;
  /** A role's ARN. */
  principal: string;
  /** `xray:GetEncryptionConfig` */
  action: string;
  /** The injected fault; undefined for a call that reached the service. */
  fault: Fault | undefined;
}

/** How AWS Config's remediation of a resource ended, or that AWS Config gave up. */
export interface Remediation {
  at: string;
  region: string;
  ruleName: string;
  outcome: "SUCCEEDED" | "FAILED" | "GAVE_UP";
  /** A sentence. */
  message: string;
}

/** One call of a function. */
export interface Invocation {
  at: string;
  region: string;
  functionName: string;
  requestId: string;
  attempt: number;
  error: string | undefined;
  /** The lines that the function wrote. */
  logs: string[];
  /** The AWS calls that it made, in order. */
  calls: ApiCall[];
}

/**
 * Something that should have worked and did not: a denied request, a failed function, a message without delivery.
 * The message is a sentence with the actor, the action and the reason.
 */
export interface Failure {
  at: string;
  region: string;
  message: string;
}

/**
 * Something that AWS does not do because of the configuration, without an error: a type is not recorded, a rule's scope
 * does not match. It can explain why a scenario's expectation fails. By itself it is not a mistake.
 */
export interface Skipped {
  at: string;
  region: string;
  message: string;
}

export interface JournalEntries {
  change: Change;
  evaluation: Evaluation;
  notification: Notification;
  publication: Publication;
  call: ApiCall;
  invocation: Invocation;
  remediation: Remediation;
  failure: Failure;
  skipped: Skipped;
}

export type JournalListener = <K extends keyof JournalEntries>(kind: K, entry: JournalEntries[K]) => void;

/** Everything that happened in the account, in order. */
export class Journal {
  readonly changes: Change[] = [];
  readonly evaluations: Evaluation[] = [];
  readonly notifications: Notification[] = [];
  readonly publications: Publication[] = [];
  readonly invocations: Invocation[] = [];
  readonly remediations: Remediation[] = [];
  readonly calls: ApiCall[] = [];
  readonly failures: Failure[] = [];
  readonly skips: Skipped[] = [];
  private readonly lists: { [K in keyof JournalEntries]: JournalEntries[K][] } = {
    change: this.changes,
    evaluation: this.evaluations,
    notification: this.notifications,
    publication: this.publications,
    call: this.calls,
    invocation: this.invocations,
    remediation: this.remediations,
    failure: this.failures,
    skipped: this.skips,
  };
  private readonly listeners: JournalListener[] = [];

  /** Calls `listener` with each entry from now on. */
  follow(listener: JournalListener): void {
    this.listeners.push(listener);
  }

  record<K extends keyof JournalEntries>(kind: K, entry: JournalEntries[K]): void {
    this.lists[kind].push(entry);
    for (const listener of this.listeners) listener(kind, entry);
  }
}
