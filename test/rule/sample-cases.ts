import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { buildCase, type Case } from "./build-case";
import type { Answer } from "./lambda";
import { verdictCases } from "./verdict-cases";
import type { Reported, World } from "./world";

const samples = path.join(__dirname, "samples");

/** The samples and our own cases, each with what the rule does in it. */
export function allCases(): [name: string, sample: Case][] {
  const files = fs.readdirSync(samples).filter((file) => file.endsWith(".json"));
  return [
    ...files.map((file): [string, Case] => [`does as samples/${file} says`, readSample(file)]),
    ...verdictCases.map((one): [string, Case] => [one.name, buildCase(one)]),
  ];
}

export function readSample(file: string): Case {
  return JSON.parse(fs.readFileSync(path.join(samples, file), "utf8")) as Case;
}

/** Holds what an invocation came to against what its case expects. */
export function assessCase({ invocation, expect }: Case, answer: Answer, world: World): void {
  assert.deepEqual(world.unexpected, []);
  assert.deepEqual(inOrder(world.reported.map(withoutAnnotation)), inOrder(expect.evaluations));
  const annotations = world.reported.map(({ Annotation }) => Annotation);
  for (const word of expect.annotationMentions ?? []) {
    assert.ok(
      annotations.some((annotation) => annotation.includes(word)),
      `${word} is in none of ${JSON.stringify(annotations)}`,
    );
  }
  for (const annotation of annotations) {
    assert.match(annotation, /^[A-Z][\x20-\x7e]{10,254}\.$/);
  }
  if (expect.error === true) {
    assert.match(answer.error?.name ?? "no error", /^[A-Z][A-Za-z]+Error$/);
    assert.notEqual(answer.error?.name, "TypeError");
    for (const word of expect.mentions ?? []) {
      assert.ok(answer.error?.message.includes(word), `${word} is not in ${answer.error?.message}`);
    }
  } else {
    assert.equal(answer.error, undefined);
  }
  for (const report of world.reports) {
    assert.equal(report.ResultToken, invocation.resultToken);
    assert.equal(report.TestMode ?? false, expect.testMode ?? false);
  }
  if (expect.calls !== undefined) {
    const ofVerdict = world.operations.filter((operation) => !["LookupEvents", "Invoke"].includes(operation));
    assert.deepEqual(ofVerdict.toSorted(), expect.calls.toSorted());
  }
  assessObserved(expect, isScheduled(invocation), world);
  // Whoever called is looked up when all else is done.
  const first = world.operations.indexOf("LookupEvents");
  const lookUps = first === -1 ? [] : world.operations.slice(first);
  const keeps = isScheduled(invocation) && expect.error !== true;
  assert.deepEqual(lookUps, keeps ? new Array(6).fill("LookupEvents") : []);
  assessLog(answer.stdout, invocation.resultToken, expect.error === true, keeps);
}

function isScheduled({ invokingEvent }: Case["invocation"]): boolean {
  return /"messageType": ?"(ScheduledNotification|ConfigurationSnapshotDeliveryCompleted)"/.test(
    String(invokingEvent),
  );
}

/** What was reported is handed to the notifier, once, and nothing else is. */
function assessObserved({ error, testMode }: Case["expect"], isLive: boolean, world: World): void {
  const judged = world.reported.filter(({ ComplianceType }) => ComplianceType !== "NOT_APPLICABLE");
  const [first] = judged;
  if (error === true || testMode === true || first === undefined) {
    assert.deepEqual(world.observed, []);
    return;
  }
  assert.equal(world.observed.length, 1);
  assert.equal(world.observed[0]?.["by"], isLive ? "schedule" : "recorder");
  assert.equal(world.observed[0]["complianceType"], first.ComplianceType);
  assert.equal(world.observed[0]["annotation"], first.Annotation);
}

function assessLog(stdout: string, resultToken: string, failed: boolean, keeps: boolean): void {
  const lines = stdout.trimEnd().split("\n");
  assert.equal(lines.length, keeps ? 2 : 1, stdout);
  if (keeps) assert.match(lines[1] ?? "", /^\{"level":"INFO","kept":"window",.*,"eventIds":\[\]\}$/);
  assert.ok(stdout.length < 8192);
  assert.ok(resultToken === "" || !stdout.includes(resultToken), "the result token is a secret");
  assert.ok(!stdout.includes("secret-access-key") && !stdout.includes("session-token"));
  const line = JSON.parse(lines[0] ?? "") as Record<string, unknown>;
  assert.equal(line["level"], failed ? "ERROR" : "INFO");
  assert.equal(typeof line["durationMs"], "number");
}

function withoutAnnotation(reported: Reported): Omit<Reported, "Annotation"> {
  const { Annotation, ...evaluation } = reported;
  assert.equal(typeof Annotation, "string");
  return evaluation;
}

function inOrder<T extends { ComplianceResourceType: string; ComplianceResourceId: string }>(
  evaluations: T[],
): T[] {
  const key = (one: T) => `${one.ComplianceResourceType} ${one.ComplianceResourceId}`;
  return [...evaluations].sort((one, other) => key(one).localeCompare(key(other)));
}
