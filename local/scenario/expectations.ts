import type { Region } from "../account/account";
import type { Change } from "../account/journal";
import type { Expectation } from "./file";

/** An expectation held against what happened. */
export interface Check {
  /** What was expected, as a clause. */
  expected: string;
  /** What happened instead; undefined when it is as expected. */
  actual: string | undefined;
}

/** How far each of the journal's lists was at some moment: what comes after it has happened since. */
export type Mark = Record<
  "changes" | "evaluations" | "notifications" | "publications" | "remediations" | "skips",
  number
>;

export const beforeAll: Mark = {
  changes: 0,
  evaluations: 0,
  notifications: 0,
  publications: 0,
  remediations: 0,
  skips: 0,
};

export function markNow({ account: { journal } }: Region): Mark {
  return {
    changes: journal.changes.length,
    evaluations: journal.evaluations.length,
    notifications: journal.notifications.length,
    publications: journal.publications.length,
    remediations: journal.remediations.length,
    skips: journal.skips.length,
  };
}

/** What AWS left out in a Region since `mark` because it was declared so, as sentences: often why something is missing. */
export function skippedSince(region: Region, mark: Mark): string[] {
  const skipped = here(region, region.account.journal.skips.slice(mark.skips));
  return [...new Set(skipped.map(({ message }) => message))];
}

/**
 * Holds an expectation against what happened in a Region since `mark`.
 *
 * @param failures what failed or was refused there and nobody has expected yet; what is expected here is taken out
 */
export function checkExpectation(
  region: Region,
  expectation: Expectation,
  mark: Mark,
  failures: string[],
): Check[] {
  return [
    ...checkVerdict(region, expectation, mark),
    ...checkChange(region, expectation, mark),
    ...checkMessage(region, expectation, mark),
    ...checkPublications(region, expectation, mark),
    ...checkRemediation(region, expectation, mark),
    ...checkFailure(expectation, failures),
    ...checkEventRules(region, expectation),
  ];
}

function checkVerdict(region: Region, expectation: Expectation, mark: Mark): Check[] {
  const { verdict, trigger, annotation = "" } = expectation;
  const all = here(region, region.account.journal.evaluations.slice(mark.evaluations)).filter(
    // What a scheduled run clears from the account's own row is no verdict.
    ({ complianceType }) => complianceType !== "NOT_APPLICABLE",
  );
  const checks: Check[] = [];
  if (verdict !== undefined) {
    const text = annotation === "" ? "" : ` that says "${annotation}"`;
    const none = `no verdict${region.config.rules.list().length === 0 ? " (there is no AWS Config rule)" : ""}`;
    for (const by of trigger === undefined ? [undefined] : [trigger].flat()) {
      const onTrigger = by === undefined ? "" : ` on ${by}`;
      const last = all.filter((one) => by === undefined || triggerOf(one) === by).at(-1);
      const met = last?.complianceType === verdict && last.annotation.includes(annotation);
      checks.push({
        expected: `the verdict ${verdict}${onTrigger}${text}`,
        actual: met ? undefined : last === undefined ? `${none}${onTrigger}` : verdictLine(last),
      });
    }
  }
  if (expectation["no-verdict"] === true) {
    const last = all.at(-1);
    checks.push({ expected: "no verdict", actual: last && verdictLine(last) });
  }
  return checks;
}

function verdictLine(one: { complianceType: string; trigger: string; annotation: string }): string {
  return `${one.complianceType} on ${triggerOf(one)}: ${one.annotation}`;
}

/** In the words of scenarios. */
function triggerOf({ trigger }: { trigger: string }): string {
  return trigger === "periodic" ? "schedule" : trigger;
}

function checkChange(region: Region, expectation: Expectation, mark: Mark): Check[] {
  const changes = here(region, region.account.journal.changes.slice(mark.changes));
  const happened = changes.map(({ changeType, ...change }) =>
    changeType === "CREATE"
      ? `discovered ${settingAfter(change)}`
      : `from ${settingBefore(change)} to ${settingAfter(change)}`,
  );
  const checks: Check[] = [];
  if (expectation.change !== undefined) {
    const { from, to } = expectation.change;
    const met = changes.some(
      (change) =>
        (from === undefined || settingBefore(change) === settingMeant(region, from)) &&
        (to === undefined || settingAfter(change) === settingMeant(region, to)),
    );
    const wanted = [
      ...(from === undefined ? [] : [`from ${from}`]),
      ...(to === undefined ? [] : [`to ${to}`]),
    ];
    checks.push({
      expected: `a change ${wanted.join(" ")}`,
      actual: met ? undefined : happened.join("; ") || "no change",
    });
  }
  if (expectation["no-change"] === true) {
    checks.push({ expected: "no change", actual: happened.length === 0 ? undefined : happened.join("; ") });
  }
  return checks;
}

/** A setting as its key's ARN, or `NONE`. */
function settingMeant(region: Region, name: string): string {
  return name === "NONE" ? name : (region.kms.find(name)?.arn ?? name);
}

function settingAfter({ configuration }: Pick<Change, "configuration">): string {
  return settingOf(configuration["type"], configuration["keyId"]);
}

function settingBefore({
  configuration,
  changedProperties,
}: Pick<Change, "configuration" | "changedProperties">): string {
  const before = (name: string, property: string): unknown =>
    property in changedProperties ? changedProperties[property]?.previousValue : configuration[name];
  return settingOf(before("type", "Configuration.Type"), before("keyId", "Configuration.KeyId"));
}

function settingOf(type: unknown, keyId: unknown): string {
  return type === "KMS" ? String(keyId) : String(type);
}

function checkMessage(region: Region, expectation: Expectation, mark: Mark): Check[] {
  const { message, "no-message": unwanted } = expectation;
  const got = here(region, region.account.journal.notifications.slice(mark.notifications));
  const holds = (text: string) => got.filter((one) => `${one.subject}\n${one.message}`.includes(text));
  const lines = (some: typeof got): string =>
    some.map(({ to, message: text }) => `to ${to}: ${text.split("\n")[0] ?? ""}`).join("\n");
  const nobody = region.sns.listTopics().every(({ subscriptions }) => subscriptions.length === 0);
  const none = `no message${nobody ? " (nobody is subscribed: set `notify` in the scenario's config)" : ""}`;
  const checks: Check[] = [message ?? []].flat().map((text) => ({
    expected: `a message that says "${text}"`,
    actual: holds(text).length > 0 ? undefined : lines(got) || none,
  }));
  if (unwanted !== undefined) {
    const found = unwanted === true ? got : holds(unwanted);
    checks.push({
      expected: unwanted === true ? "no message" : `no message that says "${unwanted}"`,
      actual: found.length === 0 ? undefined : lines(found),
    });
  }
  return checks;
}

function checkPublications(region: Region, expectation: Expectation, mark: Mark): Check[] {
  const published = here(region, region.account.journal.publications.slice(mark.publications));
  const checks: Check[] = [];
  const { subjects } = expectation;
  if (subjects !== undefined) {
    // What AWS Config streams is for programs, and nothing else is published but for people; once for each topic that is
    // told beside the stack's own.
    const told = published
      .filter(({ topicArn }) => topicArn !== region.config.delivery.topicArn)
      .filter(({ topicArn }) => region.sns.find(topicArn)?.isProvided !== true)
      .map(({ subject }) => subject);
    const met =
      told.length === subjects.length &&
      subjects.every((subject, index) => told[index]?.startsWith(subject) === true);
    checks.push({
      expected: subjects.length === 0 ? "no subject" : `the subjects ${subjects.join("; ")}`,
      actual: met ? undefined : told.join("; ") || "no message",
    });
  }
  if (expectation["published-to-all-topics"] === true) {
    const stream = region.config.delivery.topicArn;
    const silent = region.sns
      .listTopics()
      .filter(({ arn, subscriptions }) => arn === stream || subscriptions.length > 0)
      .filter(({ arn }) => !published.some(({ topicArn }) => topicArn === arn))
      .map(({ name, subscriptions }) => {
        const whom = subscriptions.map(({ endpoint }) => endpoint).join(", ");
        return `nothing was published to topic ${name}${whom === "" ? "" : `, so ${whom} got no message`}`;
      });
    checks.push({
      expected: "a message to the stream and to each topic with a subscriber",
      actual: silent.length === 0 ? undefined : silent.join("\n"),
    });
  }
  return checks;
}

function checkEventRules(region: Region, expectation: Expectation): Check[] {
  if (expectation["all-event-rules-matched"] !== true) return [];
  const idle = region.events
    .listRules()
    .filter(({ enabled, matched }) => enabled && matched === 0)
    .map(({ name }) => `EventBridge rule ${name} never matched an event`);
  return [
    {
      expected: "each EventBridge rule matches an event",
      actual: idle.length === 0 ? undefined : idle.join("\n"),
    },
  ];
}

function checkRemediation(region: Region, expectation: Expectation, mark: Mark): Check[] {
  const { remediation, "no-remediation": unwanted } = expectation;
  const lines = here(region, region.account.journal.remediations.slice(mark.remediations)).map(
    ({ outcome, message }) => `${outcome}: ${message}`,
  );
  const said = lines.join("\n");
  return [
    ...[remediation ?? []].flat().map((text) => ({
      expected: `a remediation that says "${text}"`,
      actual: lines.some((line) => line.includes(text)) ? undefined : said || "no remediation",
    })),
    ...(unwanted === true
      ? [{ expected: "no remediation", actual: lines.length === 0 ? undefined : said }]
      : []),
  ];
}

function checkFailure({ failure }: Expectation, failures: string[]): Check[] {
  if (failure === undefined) return [];
  const expected = failures.filter((message) => message.includes(failure));
  const actual = expected.length > 0 ? undefined : failures.join("\n") || "no failure";
  failures.splice(0, failures.length, ...failures.filter((message) => !expected.includes(message)));
  return [{ expected: `a failure that says "${failure}"`, actual }];
}

function here<T extends { region: string }>(region: Region, entries: readonly T[]): T[] {
  return entries.filter(({ region: name }) => name === region.name);
}
