import { location, isObject, judged, keyForms, objectIn, shapes } from "./shapes";
import { keyAnswer, type World } from "./world";

// The specification once more, as tables, and nothing of rule/ imported: what an invocation must come to.

export type Compliance = "COMPLIANT" | "NON_COMPLIANT" | "NOT_APPLICABLE";

/** One evaluation that must reach AWS Config. */
export interface Expected {
  type: string;
  id: string;
  compliance: Compliance;
  time: number;
}

/** Either evaluations, taken by AWS Config or not, or an error and nothing sent. */
export type Outcome = { sent: Expected[]; taken: boolean } | { refused: string };

const refused = (why: string): Outcome => ({ refused: why });

export function expected(event: unknown, world: World): Outcome {
  if (!isObject(event) || !shapes.envelope(event)) return refused("envelope");
  if (event["accountId"] !== location.accountId) {
    // Every other id in the event is this account's, so this is a contradiction, or another account's own event.
    return refused("account");
  }
  const message = objectIn(event["invokingEvent"]);
  if (message === undefined) return refused("invokingEvent");
  const read = messageTable.get(message["messageType"]);
  if (read === undefined) return refused("messageType");
  const desired = readDesired(event["ruleParameters"]);
  const answer = read(message, event["eventLeftScope"], desired, world);
  if (answer === "refused" || desired === undefined) return refused("invocation");
  return { sent: answer, taken: reportIsTaken(world, answer.length) };
}

type Read = (
  message: Record<string, unknown>,
  leftScope: unknown,
  desired: Desired | undefined,
  world: World,
) => Expected[] | "refused";

const messageTable = new Map<unknown, Read>(
  Object.entries({
    ConfigurationItemChangeNotification: (message, leftScope, desired, world) => {
      if (typeof leftScope !== "boolean" || !shapes.ConfigurationItemChangeNotification(message))
        return "refused";
      return judgeItem(message["configurationItem"], leftScope, desired, world, (item) =>
        judgeSetting(item["configuration"], desired, world),
      );
    },
    OversizedConfigurationItemChangeNotification: (message, leftScope, desired, world) => {
      if (typeof leftScope !== "boolean" || !shapes.OversizedConfigurationItemChangeNotification(message)) {
        return "refused";
      }
      return judgeItem(message["configurationItemSummary"], leftScope, desired, world, (item) =>
        judgeRecorded(item, desired, world),
      );
    },
    ScheduledNotification: (message, _, desired, world) => {
      if (!shapes.ScheduledNotification(message) || message["awsAccountId"] !== location.accountId)
        return "refused";
      return judgeAccount(message, desired, world);
    },
    ConfigurationSnapshotDeliveryCompleted: (message, _, desired, world) =>
      shapes.ConfigurationSnapshotDeliveryCompleted(message)
        ? judgeAccount(message, desired, world)
        : "refused",
  } satisfies Record<string, Read>),
);

const judgedStatuses: unknown[] = ["OK", "ResourceDiscovered"];

function judgeItem(
  value: unknown,
  leftScope: boolean,
  desired: Desired | undefined,
  world: World,
  judge: (item: Record<string, unknown>) => Judged,
): Expected[] | "refused" {
  if (!isObject(value) || value["awsAccountId"] !== location.accountId) return "refused";
  const applicable =
    value["resourceType"] === judged &&
    judgedStatuses.includes(value["configurationItemStatus"]) &&
    !leftScope;
  const compliance = applicable ? both(judge(value), judgeSpans(desired, world)) : "NOT_APPLICABLE";
  if (compliance === "refused") return "refused";
  const time = Date.parse(String(value["configurationItemCaptureTime"]));
  return [{ type: String(value["resourceType"]), id: String(value["resourceId"]), compliance, time }];
}

/** The item that AWS Config's history holds in place of an oversized one. */
function judgeRecorded(summary: Record<string, unknown>, desired: Desired | undefined, world: World): Judged {
  const { history } = world;
  if (history.kind !== "value" || !isObject(history.value)) return "refused";
  const items = history.value["configurationItems"];
  const item: unknown = Array.isArray(items) ? items[0] : undefined;
  if (!isObject(item)) return "refused";
  const captured = item["configurationItemCaptureTime"];
  const announced = Date.parse(String(summary["configurationItemCaptureTime"]));
  if (!(captured instanceof Date) || captured.getTime() < announced) return "refused";
  const same: [string, unknown][] = [
    ["resourceType", summary["resourceType"]],
    ["resourceId", summary["resourceId"]],
    ["accountId", location.accountId],
    ["awsRegion", location.region],
  ];
  // AWS leaves the account and the Region out of some items; what an item is of must be said.
  const mayBeMissing = ["accountId", "awsRegion"];
  const strange = same.some(
    ([member, value]) =>
      item[member] !== value && !(item[member] === undefined && mayBeMissing.includes(member)),
  );
  if (strange) return "refused";
  const status = item["configurationItemStatus"];
  if (
    ["ResourceNotRecorded", "ResourceDeleted", "ResourceDeletedNotRecorded"].some((one) => one === status)
  ) {
    return "NOT_APPLICABLE";
  }
  if (!judgedStatuses.includes(status)) return "refused";
  const configuration = objectIn(item["configuration"]);
  return configuration === undefined ? "refused" : judgeSetting(configuration, desired, world);
}

function judgeAccount(
  message: Record<string, unknown>,
  desired: Desired | undefined,
  world: World,
): Expected[] | "refused" {
  const { live } = world;
  if (live.kind !== "value" || !isObject(live.value)) return "refused";
  const config = live.value["EncryptionConfig"];
  if (!isObject(config) || (config["Status"] !== "ACTIVE" && config["Status"] !== "UPDATING"))
    return "refused";
  const own = judgeSetting(config, desired, world);
  const compliance = both(own, judgeSpans(desired, world));
  const ids = discoveredIds(world);
  if (compliance === "refused" || ids === "refused") return "refused";
  const time = Date.parse(String(message["notificationCreationTime"]));
  const account = { type: "AWS::::Account", id: location.accountId, time };
  return ids.length === 0
    ? [{ ...account, compliance }]
    : [
        ...ids.map((id) => ({ type: judged, id, compliance, time })),
        { ...account, compliance: "NOT_APPLICABLE" as const },
      ];
}

function discoveredIds({ discovered }: World): string[] | "refused" {
  const ids = new Set<string>();
  let page = discovered[0];
  for (let read = 0; page !== undefined && read < 50; read += 1) {
    if (page.kind !== "value" || !isObject(page.value)) return "refused";
    const { resourceIdentifiers, nextToken } = page.value;
    if (!Array.isArray(resourceIdentifiers)) return "refused";
    for (const identifier of resourceIdentifiers as unknown[]) {
      const id = isObject(identifier) ? identifier["resourceId"] : undefined;
      if (typeof id !== "string" || id === "") return "refused";
      ids.add(id);
    }
    page = nextToken === undefined || nextToken === "" ? undefined : discovered[Number(nextToken)];
  }
  return [...ids];
}

/** What the rule's parameters ask for. */
interface Desired {
  word?: "any" | "customer" | "none";
  keys: string[];
  judgesSpans: boolean;
}

function readDesired(ruleParameters: unknown): Desired | undefined {
  const parameters = objectIn(ruleParameters);
  if (parameters === undefined || !shapes.parameters(parameters)) return undefined;
  const { desiredKey, acceptedKeys = "" } = parameters as { desiredKey: string; acceptedKeys?: string };
  const judgesSpans = parameters["transactionSearch"] === "judge";
  const accepted = acceptedKeys.trim() === "" ? [] : acceptedKeys.split(",").map((key) => key.trim());
  if (desiredKey === "any" || desiredKey === "customer" || desiredKey === "none") {
    return accepted.length === 0 ? { word: desiredKey, keys: [], judgesSpans } : undefined;
  }
  const keys = [desiredKey, ...accepted];
  return keys.every((key) => formOf(key) !== undefined) ? { keys, judgesSpans } : undefined;
}

type Judged = Compliance | "refused";

/** Spans are judged only where that was asked for, and only where they leave X-Ray. */
function judgeSpans(
  desired: Desired | undefined,
  { destination, logGroups, ...rest }: World,
): Judged | "unjudged" {
  if (destination.kind === "hang") return "refused";
  if (desired?.judgesSpans !== true) return "unjudged";
  if (destination.kind === "error" || !isObject(destination.value)) return "refused";
  const where = destination.value["Destination"];
  if (where === "XRay") return "unjudged";
  if (where !== "CloudWatchLogs" || logGroups.kind !== "value" || !isObject(logGroups.value))
    return "refused";
  const groups = logGroups.value["logGroups"];
  const group = (Array.isArray(groups) ? (groups as unknown[]) : []).find(
    (one) => isObject(one) && one["logGroupName"] === "aws/spans",
  );
  if (!isObject(group)) return "refused";
  const keyId = group["kmsKeyId"];
  const setting = keyId === undefined ? { type: "NONE" } : { type: "KMS", keyId };
  return judgeSetting(setting, desired, { destination, logGroups, ...rest });
}

/** COMPLIANT only if both are. */
function both(traces: Judged, spans: Judged | "unjudged"): Judged {
  if (traces === "refused" || spans === "refused") return "refused";
  return spans === "unjudged" || traces !== "COMPLIANT" ? traces : spans;
}

/** One row of the table in docs/verdicts.md: the first whose condition holds decides. */
const verdictTable: [is: string, when: (facts: Facts) => boolean, then: Judged][] = [
  ["default encryption, as desired", (f) => f.setting === "NONE" && f.wants === "none", "COMPLIANT"],
  ["default encryption", (f) => f.setting === "NONE", "NON_COMPLIANT"],
  ["a key where none is wanted", (f) => f.wants === "none", "NON_COMPLIANT"],
  ["a key that KMS does not find", (f) => f.key === "gone", "NON_COMPLIANT"],
  ["a key that nobody can name", (f) => f.key === "unreadable", "refused"],
  ["a look-up that never ends", (f) => f.hangs(), "refused"],
  ["a key that X-Ray cannot use", (f) => f.state() === "unusable", "NON_COMPLIANT"],
  ["any key will do", (f) => f.wants === "any", "COMPLIANT"],
  ["customer managed, as desired", (f) => f.wants === "customer" && f.manager() === "CUSTOMER", "COMPLIANT"],
  ["AWS managed", (f) => f.wants === "customer" && f.manager() === "AWS", "NON_COMPLIANT"],
  ["nobody knows who manages it", (f) => f.wants === "customer", "refused"],
  ["one of the keys", (f) => f.match() === "yes", "COMPLIANT"],
  ["perhaps one of the keys", (f) => f.match() === "perhaps", "refused"],
  ["none of the keys", () => true, "NON_COMPLIANT"],
];

interface Facts {
  setting: "NONE" | "KMS";
  wants: "any" | "customer" | "none" | "keys";
  key: Key | "gone" | "unreadable" | undefined;
  hangs(): boolean;
  state(): "usable" | "unusable" | "unknown";
  manager(): unknown;
  match(): "yes" | "perhaps" | "no";
}

function judgeSetting(configuration: unknown, desired: Desired | undefined, world: World): Judged {
  const setting = readSetting(configuration);
  if (setting === undefined || desired === undefined) return "refused";
  const facts = gather(setting, desired, world);
  return verdictTable.find(([, when]) => when(facts))?.[2] ?? "refused";
}

/** Each member in whichever of AWS's spellings; two spellings must not contradict one another. */
function readSetting(configuration: unknown): { keyId?: string } | undefined {
  if (!isObject(configuration)) return undefined;
  const values = (...spellings: string[]) => [
    ...new Set(
      spellings.map((one) => configuration[one]).filter((value) => value !== undefined && value !== null),
    ),
  ];
  const types = values("type", "Type");
  const [keyId, ...others] = values("keyId", "keyID", "KeyId");
  if (types.length !== 1 || others.length > 0) return undefined;
  if (types[0] === "NONE") return keyId === undefined ? {} : undefined;
  return types[0] === "KMS" && typeof keyId === "string" && formOf(keyId) !== undefined
    ? { keyId }
    : undefined;
}

interface Key {
  region: string;
  account: string;
  id: string;
}

type Described = { arn: Key; state: unknown; manager: unknown } | "gone" | "unreadable" | "hang";

function gather(setting: { keyId?: string }, desired: Desired, world: World): Facts {
  const { keys, word: wants = "keys" } = desired;
  const { keyId } = setting;
  const asked = new Map<string, Described>();
  const ask = (reference: string): Described => {
    const answer = asked.get(reference) ?? describe(reference, world);
    asked.set(reference, answer);
    return answer;
  };
  const named = keyId === undefined ? undefined : keyFromArn(keyId);
  const resolved = keyId === undefined || named !== undefined || wants === "none" ? named : ask(keyId);
  const key =
    isObject(resolved) && "arn" in resolved ? resolved.arn : resolved === "hang" ? "unreadable" : resolved;
  const inUse = typeof key === "object" ? key : undefined;
  const arnInUse = inUse === undefined ? "" : (namedArn(keyId, named) ?? arnOf(keyId ?? "", world));
  const verdicts = inUse === undefined ? [] : compareAll(inUse, keys, ask);
  // What an alias on the way told counts as well as what KMS says of the key itself.
  const met = () =>
    inUse === undefined
      ? undefined
      : [...asked.values()].find((one) => typeof one === "object" && isSame(one.arn, inUse));
  const direct = () => (met() === undefined && inUse !== undefined ? ask(arnInUse) : undefined);
  const fact = (): Described | undefined => {
    const known = met() ?? direct();
    return typeof known === "object" && inUse !== undefined && !isSame(known.arn, inUse)
      ? "unreadable"
      : known;
  };
  return {
    setting: keyId === undefined ? "NONE" : "KMS",
    wants,
    key,
    hangs: () => fact() === "hang" || [...asked.values()].includes("hang"),
    state: () => {
      const known = fact();
      if (known === "gone") return "unusable";
      if (typeof known !== "object") return "unknown";
      return known.state === "Enabled" || known.state === "Updating" ? "usable" : "unusable";
    },
    manager: () => {
      const known = fact();
      return typeof known === "object" ? known.manager : undefined;
    },
    match: () => (verdicts.includes("yes") ? "yes" : verdicts.includes("perhaps") ? "perhaps" : "no"),
  };
}

/** In order, up to the first that matches. */
function compareAll(inUse: Key, keys: readonly string[], ask: (reference: string) => Described) {
  const verdicts: ("yes" | "perhaps" | "no")[] = [];
  for (const key of keys) {
    const verdict = compareTable[formOf(key) ?? "keyId"](inUse, key, ask);
    verdicts.push(verdict);
    if (verdict === "yes") break;
  }
  return verdicts;
}

type Form = keyof typeof keyForms;

const yesNo = (same: boolean) => (same ? "yes" : "no");

const compareTable: Record<
  Form,
  (inUse: Key, key: string, ask: (reference: string) => Described) => "yes" | "perhaps" | "no"
> = {
  keyId: (inUse, key) =>
    yesNo(isSame(inUse, { region: location.region, account: location.accountId, id: key })),
  keyArn: (inUse, key) => {
    const arn = keyFromArn(key);
    return yesNo(arn !== undefined && isSame(inUse, arn));
  },
  aliasArn: (inUse, key, ask) =>
    key.split(":")[3] === inUse.region ? compareTable.aliasName(inUse, key, ask) : "no",
  aliasName: (inUse, key, ask) => {
    const answer = ask(key);
    if (answer === "gone") return "no";
    return typeof answer === "object" ? yesNo(isSame(answer.arn, inUse)) : "perhaps";
  },
};

function describe(reference: string, world: World): Described {
  const answer = keyAnswer(world, reference);
  if (answer.kind === "hang") return "hang";
  if (answer.kind === "error") return answer.name === "NotFoundException" ? "gone" : "unreadable";
  const metadata = isObject(answer.value) ? answer.value["KeyMetadata"] : undefined;
  const arn = isObject(metadata) ? keyFromArn(String(metadata["Arn"])) : undefined;
  if (!isObject(metadata) || arn === undefined) return "unreadable";
  const { KeyState, KeyManager } = metadata;
  if ([KeyState, KeyManager].some((one) => one !== undefined && typeof one !== "string")) return "unreadable";
  return { arn, state: KeyState, manager: KeyManager };
}

function namedArn(keyId: string | undefined, named: Key | undefined): string | undefined {
  return named === undefined ? undefined : keyId;
}

/** The ARN, as KMS writes it, of the key behind a reference. */
function arnOf(reference: string, world: World): string {
  const answer = keyAnswer(world, reference);
  const metadata =
    answer.kind === "value" && isObject(answer.value) ? answer.value["KeyMetadata"] : undefined;
  return isObject(metadata) ? String(metadata["Arn"]) : "";
}

function keyFromArn(text: string): Key | undefined {
  const [, , , region, account, resource] = text.split(":");
  return keyForms.keyArn.test(text) && region !== undefined && account !== undefined && resource !== undefined
    ? { region, account, id: resource.slice("key/".length) }
    : undefined;
}

function isSame(one: Key, other: Key): boolean {
  return one.region === other.region && one.account === other.account && one.id === other.id;
}

function formOf(text: string): Form | undefined {
  const forms: Form[] = ["keyId", "keyArn", "aliasName", "aliasArn"];
  return forms.find((form) => keyForms[form].test(text));
}

function reportIsTaken({ report }: World, evaluations: number): boolean {
  if (report.kind !== "value" || evaluations === 0) return false;
  const failed = isObject(report.value) ? report.value["FailedEvaluations"] : undefined;
  return failed === undefined || (Array.isArray(failed) && failed.length === 0);
}
