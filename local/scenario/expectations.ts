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

/** What has happened in a Region since some moment: how far each of the journal's lists was then. */
export interface Mark {
  changes: number;
  evaluations: number;
  notifications: number;
  remediations: number;
}

export function markNow({ account: { journal } }: Region): Mark {
  return {
    changes: journal.changes.length,
    evaluations: journal.evaluations.length,
    notifications: journal.notifications.length,
    remediations: journal.remediations.length,
  };
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
    ...checkRemediation(region, expectation, mark),
    ...checkFailure(expectation, failures),
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
    const by = trigger === undefined ? "" : ` on ${trigger}`;
    const text = annotation === "" ? "" : ` that says "${annotation}"`;
    const last = all.filter((one) => trigger === undefined || triggerOf(one) === trigger).at(-1);
    const met = last?.complianceType === verdict && last.annotation.includes(annotation);
    checks.push({
      expected: `the verdict ${verdict}${by}${text}`,
      actual: met ? undefined : last === undefined ? `no verdict${by}` : verdictLine(last),
    });
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
