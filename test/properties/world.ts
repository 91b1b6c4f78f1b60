import { clients } from "../../rule/clients";

/** What an AWS call comes to. */
export type Answer<T> =
  { kind: "value"; value: T } | { kind: "error"; name: string; message: string } | { kind: "hang" };

/** Values are `unknown`: what AWS answers may be malformed. */
export interface World {
  /** `GetEncryptionConfig` */
  live: Answer<unknown>;
  /** `GetTraceSegmentDestination` */
  destination: Answer<unknown>;
  /** `DescribeKey` by key reference; a reference that is not here does not exist. */
  keys: Record<string, Answer<unknown>>;
  /** `ListDiscoveredResources`, page by page. */
  discovered: Answer<unknown>[];
  /** `GetResourceConfigHistory` */
  history: Answer<unknown>;
  /** `DescribeLogGroups` */
  logGroups: Answer<unknown>;
  /** `DescribeConfigurationRecorders` and the recorders' status, of which nothing hangs. */
  recorders: Answer<unknown>;
  /** `LookupEvents`; whatever it comes to, the verdict was reported before. */
  events: Answer<unknown>;
  /** `PutEvaluations` */
  report: Answer<unknown>;
}

/** An evaluation as the rule hands it to the SDK. */
export interface Sent {
  ComplianceResourceType: string;
  ComplianceResourceId: string;
  ComplianceType: string;
  Annotation: string;
  OrderingTimestamp: Date;
}

/** What a rule did to a world. */
export interface Deeds {
  sent: Sent[];
  /** Evaluations of each `PutEvaluations`. */
  batches: number[];
  calls: number;
}

interface Command {
  constructor: { name: string };
  input: { KeyId?: string; nextToken?: string; Evaluations?: Sent[] };
}

/** Whether a call would never be answered: then an invocation may end with the deadline's error. */
export function hangsSomewhere(world: World): boolean {
  const { keys, discovered, ...others } = world;
  return [...Object.values(others), ...Object.values(keys), ...discovered].some(
    ({ kind }) => kind === "hang",
  );
}

const real = { ...clients };

/** Puts the SDK's clients back. */
export function leave(): void {
  Object.assign(clients, real);
}

/** Puts a world where the SDK's clients are. */
export function inhabit(world: World): Deeds {
  const deeds: Deeds = { sent: [], batches: [], calls: 0 };
  const client = { send: (command: Command) => send(command, world, deeds) };
  for (const service of Object.keys(clients)) Object.assign(clients, { [service]: () => client });
  return deeds;
}

async function send({ constructor, input }: Command, world: World, deeds: Deeds): Promise<unknown> {
  deeds.calls += 1;
  // AWS is never done at once: who asks for ever, as pages that name one another would have it, meets the deadline.
  if (deeds.calls > 50) return come({ kind: "hang" });
  switch (constructor.name) {
    case "GetEncryptionConfigCommand":
      return come(world.live);
    case "GetTraceSegmentDestinationCommand":
      return come(world.destination);
    case "DescribeKeyCommand":
      return come(keyAnswer(world, input.KeyId ?? ""));
    case "ListDiscoveredResourcesCommand":
      return come(world.discovered[Number(input.nextToken ?? 0)] ?? noneDiscovered);
    case "GetResourceConfigHistoryCommand":
      return come(world.history);
    case "DescribeLogGroupsCommand":
      return come(world.logGroups);
    case "DescribeConfigurationRecordersCommand":
    case "DescribeConfigurationRecorderStatusCommand":
      return come(world.recorders);
    case "LookupEventsCommand":
      return come(world.events);
    case "PutEvaluationsCommand": {
      const evaluations = input.Evaluations ?? [];
      deeds.batches.push(evaluations.length);
      deeds.sent.push(...evaluations);
      return come(world.report);
    }
    case "InvokeCommand":
      return { StatusCode: 202 };
    default:
      throw new Error(`The rule has no business with ${constructor.name}.`);
  }
}

const noneDiscovered: Answer<unknown> = { kind: "value", value: { resourceIdentifiers: [] } };

export function keyAnswer({ keys }: World, reference: string): Answer<unknown> {
  return Object.hasOwn(keys, reference) && keys[reference] !== undefined
    ? keys[reference]
    : { kind: "error", name: "NotFoundException", message: `${reference} is not found.` };
}

async function come(answer: Answer<unknown>): Promise<unknown> {
  switch (answer.kind) {
    case "value":
      return answer.value;
    case "hang":
      return new Promise(() => undefined);
    case "error":
      throw Object.assign(new Error(answer.message), { name: answer.name });
  }
}
