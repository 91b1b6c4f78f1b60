import { AsyncLocalStorage } from "node:async_hooks";
import { mock } from "node:test";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SNSClient } from "@aws-sdk/client-sns";
import { handler } from "../../../rule/notifier-handler";

/** What befalls a try's call: AWS refuses it; or answers, and nobody hears; or the function dies before or after AWS got it. */
export const faults = ["refused", "answer lost", "dies before", "dies after"] as const;
export type Fault = (typeof faults)[number];

/** An event for the notifier, and what happens to Lambda's tries of it. Milliseconds. */
export interface Invocation {
  at: number;
  event: unknown;
  /** Of each call to AWS, there and back; gone through again and again. */
  latencies: number[];
  /** By try: which of its calls fails, and how. */
  faults: ({ call: number; fault: Fault } | undefined)[];
}

/** What SNS took. */
export interface Published {
  at: number;
  subject: string;
  body: string;
  attributes: Record<string, string>;
}

export interface Outcome {
  published: Published[];
  /** The events on which Lambda gave up, which an alarm tells. */
  givenUp: Invocation[];
  /** What the table has in the end. */
  memory: { story: object; pending?: object } | undefined;
}

interface Run {
  requestId: string;
  invocation: Invocation;
  try: number;
  calls: number;
  /** Its process has ended: nothing that it would do happens. */
  isDead: boolean;
}

interface Input {
  [member: string]: unknown;
  Item?: Record<string, Record<string, string>>;
  ConditionExpression?: string;
  ExpressionAttributeValues?: Record<string, Record<string, string>>;
  MessageAttributes?: Record<string, { StringValue: string }>;
}

const never = new Promise<never>(() => undefined);
const settled = () => new Promise((resolve) => setImmediate(resolve));

/** Lambda, DynamoDB and SNS on a clock of their own, around the notifier's own handler. */
class Simulation {
  private readonly due: { at: number; run: () => void }[] = [];
  private readonly runs = new AsyncLocalStorage<Run>();
  private item: Input["Item"];
  readonly published: Published[] = [];
  private running = 0;
  readonly givenUp: Invocation[] = [];

  async play(invocations: readonly Invocation[]): Promise<Outcome> {
    invocations.forEach((invocation, index) => {
      this.at(invocation.at, () => this.invoke(invocation, `request-${index}`, 0));
    });
    for (;;) {
      const [next] = this.due;
      if (next === undefined && this.running === 0) break;
      // A run may wait by a timer of its own.
      const wait = Math.max((next?.at ?? Infinity) - Date.now(), 0);
      const step = this.running === 0 ? wait : Math.min(wait, 250);
      mock.timers.tick(step);
      if (step === wait) this.due.shift()?.run();
      await settled();
    }
    const memory = this.item?.["memory"]?.["S"];
    return {
      published: this.published,
      givenUp: this.givenUp,
      memory: memory === undefined ? undefined : (JSON.parse(memory) as Outcome["memory"]),
    };
  }

  private at(at: number, run: () => void): void {
    const index = this.due.findIndex((one) => one.at > at);
    this.due.splice(index < 0 ? this.due.length : index, 0, { at, run });
  }

  private after(delay: number): Promise<void> {
    return new Promise((resolve) => this.at(Date.now() + delay, resolve));
  }

  /** Lambda tries an event three times, with the same request ID: after one minute, and after two more. */
  private invoke(invocation: Invocation, requestId: string, attempt: number): void {
    const run: Run = { requestId, invocation, try: attempt, calls: 0, isDead: false };
    const end = Date.now() + 60_000;
    const context = { awsRequestId: requestId, getRemainingTimeInMillis: () => end - Date.now() };
    this.running += 1;
    this.runs
      .run(run, () => handler(invocation.event, context))
      .then(
        () => this.end(run, false),
        () => this.end(run, true),
      );
  }

  private end(run: Run, hasFailed: boolean): void {
    if (run.isDead) return;
    this.running -= 1;
    if (hasFailed) this.fail(run);
  }

  private fail({ invocation, requestId, try: attempt }: Run): void {
    if (attempt === 2) this.givenUp.push(invocation);
    else {
      this.at(Date.now() + (attempt + 1) * 60_000, () => this.invoke(invocation, requestId, attempt + 1));
    }
  }

  async call({
    input,
    constructor: { name },
  }: {
    input: Input;
    constructor: { name: string };
  }): Promise<object> {
    const run = this.runs.getStore();
    if (run === undefined) throw new Error(`${name} outside of an invocation`);
    if (run.isDead) return never;
    const { latencies } = run.invocation;
    const planned = run.invocation.faults[run.try];
    const fault = planned?.call === run.calls ? planned.fault : undefined;
    const latency = latencies[run.calls % latencies.length] ?? 0;
    run.calls += 1;
    await this.after(latency);
    if (fault === "dies before") return this.die(run);
    if (fault === "refused") throw new Error("AWS refuses");
    const answer = this.answer(name, input);
    if (fault === "dies after") return this.die(run);
    await this.after(latency);
    if (fault === "answer lost") throw new Error("no answer");
    return answer();
  }

  private die(run: Run): Promise<never> {
    this.end(run, true);
    run.isDead = true;
    return never;
  }

  /** Does it now, and says later what came of it. */
  private answer(name: string, input: Input): () => object {
    if (name === "GetItemCommand") {
      const item = this.item;
      return () => (item === undefined ? {} : { Item: item });
    }
    if (name === "PutItemCommand") {
      const { Item, ConditionExpression, ExpressionAttributeValues: values } = input;
      const expected =
        ConditionExpression === "attribute_not_exists(id)" ? undefined : values?.[":read"]?.["N"];
      if (ConditionExpression === undefined || this.item?.["version"]?.["N"] !== expected) {
        return () => {
          throw Object.assign(new Error("The conditional request failed"), {
            name: "ConditionalCheckFailedException",
          });
        };
      }
      this.item = Item;
      return () => ({});
    }
    if (name !== "PublishCommand") throw new Error(`nobody expected ${name}`);
    this.published.push({
      at: Date.now(),
      subject: String(input["Subject"]),
      body: String(input["Message"]),
      attributes: Object.fromEntries(
        Object.entries(input.MessageAttributes ?? {}).map(([member, { StringValue }]) => [
          member,
          StringValue,
        ]),
      ),
    });
    return () => ({ MessageId: "1" });
  }
}

/** Has the notifier's handler tell of all events, in a process where nothing else runs meanwhile. */
export async function simulate(begin: number, invocations: readonly Invocation[]): Promise<Outcome> {
  const simulation = new Simulation();
  const call = (command: Parameters<Simulation["call"]>[0]) => simulation.call(command);
  mock.timers.enable({ apis: ["Date", "setTimeout"], now: begin });
  mock.method(DynamoDBClient.prototype, "send", call);
  mock.method(SNSClient.prototype, "send", call);
  try {
    return await simulation.play(invocations);
  } finally {
    mock.restoreAll();
    mock.timers.reset();
  }
}
