import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";

/** Names that went, and what is said instead. Each meant two things at once, or was a word that only this project used. */
const gone: readonly [old: string, now: string][] = [
  // One word for several things.
  ["findHome", "callerAccount"],
  ["SettingError", "InvalidEncryptionSettingError"],
  ["SettingsError", "StackConfigError"],
  ["VerdictSpan", "VerdictPeriod"],
  ["verdict-spans", "verdict-periods"],
  ["colour", "color"],
  ["colours", "colors"],
  // The rule.
  ["judgedType", "encryptionConfigType"],
  ["fast-handler", "event-handler"],
  ["tellPeople", "publishAlert"],
  ["evaluateNow", "startEvaluation"],
  ["readAndLearn", "readAndLookUpKeys"],
  ["fitOfKey", "complianceOfKey"],
  ["fitOfManager", "complianceOfManager"],
  ["KeyFact", "KeyDescription"],
  ["keyFact", "describeKey"],
  ["factAbout", "descriptionOf"],
  ["watchesRecording", "checksRecorder"],
  // What the stack declares.
  ["judging-function", "rule-function"],
  ["JudgingFunction", "RuleFunction"],
  ["judging-statements", "rule-permissions"],
  ["judgingStatements", "rulePermissions"],
  ["function-code", "bundle"],
  ["PeopleTopic", "AlertTopic"],
  ["peopleTopic", "alertTopic"],
  ["peopleTopicArn", "alertTopicArn"],
  ["PEOPLE_TOPIC_ARN", "ALERT_TOPIC_ARN"],
  ["RecordingWatch", "RecorderAlarm"],
  ["recording-watch", "recorder-alarm"],
  ["watchRecording", "alarmOnRecorder"],
  ["FastDetector", "EventDetector"],
  ["fastDetector", "eventDetector"],
  ["fast detector", "event detector"],
  // Running a program, and reviewing it.
  ["program/run", "stack-runner/run"],
  ["program/stack-config", "stack-runner/stack-config"],
  ["program/remote-components", "stack-runner/remote-components"],
  ["quick-promises", "disable-traces"],
  ["review/stand-ins", "stack-runner/placeholder-cloud"],
  ["paperCloud", "placeholderCloud"],
  ["isBound", "hasSourceAccount"],
  ["unboundPrincipals", "principalsWithoutSourceAccount"],
  // Evidence.
  ["callBehind", "callThatCaused"],
  ["may-deploy", "simulate-permissions"],
  ["likeOne", "exampleName"],
  ["permission-needs", "deployment-actions"],
  ["lookOf", "styleOf"],
  // The local account.
  ["befall", "nextFault"],
  ["Befall", "NextFault"],
  ["castOf", "regionsFor"],
  ["stack-words", "stack-expectations"],
  ["StackWords", "ExpectedStack"],
  ["wishIn", "desiredKeyIn"],
  ["checkWays", "checkDelivery"],
  ["asIfForAll", "withWildcardResource"],
  ["unlisted-resource", "wildcard-resource"],
  ["local-routes", "control-api"],
];

/** Names that went and are English words besides: they only may not be declared again. */
const goneDeclarations: readonly [old: string, now: string][] = [
  ["Home", "AccountRegion (rule/decision/key.ts) or AwsAccount (infra/)"],
  ["Place", "AccountRegion with a partition"],
  ["Silence", "NoReply"],
  ["Deed", "ActionStep"],
  ["Stage", "RegionRun"],
  ["Round", "StepResult"],
  ["Happening", "RegionResult"],
  ["Wish", "DesiredKey"],
  ["Way", "NotificationPath"],
  ["spells", "occurrences"],
  ["TimeOut", "NonCompliance"],
];

/** Files that must say an old name, because they refuse it with the new one. */
const excepted: Record<string, readonly string[]> = {
  watchRecording: ["infra/settings/names.ts", "test/infra/settings.test.ts"],
};

const root = path.resolve(__dirname, "..");
const notRead = new Set(["test/words.test.ts", "package-lock.json", "CHANGELOG.md"]);
const replacements = new Map([...gone, ...goneDeclarations]);
const anyOf = (words: readonly [old: string, now: string][]) => words.map(([old]) => old).join("|");
const oldNames = new RegExp(
  `(?<![\\w-])(?:${anyOf(gone)}|(?<=\\b(?:class|const|enum|function|interface|type) )(?:${anyOf(goneDeclarations)}))(?![\\w-])`,
  "g",
);

/** Each old name in a text, with its line from 1. */
function oldNamesIn(text: string): { line: number; name: string }[] {
  return text
    .split("\n")
    .flatMap((content, index) =>
      [...content.matchAll(oldNames)].map(([name]) => ({ line: index + 1, name })),
    );
}

/** The repository's files, new ones that are not yet added included. */
function filesToRead(): string[] {
  const listed = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "-z"], {
    cwd: root,
    encoding: "utf8",
  });
  return listed
    .split("\0")
    .filter((file) => /\.(?:c|m)?(?:ts|js)$|\.(?:ya?ml|md|json)$/.test(file) && !notRead.has(file))
    .filter((file) => fs.existsSync(path.join(root, file)));
}

describe("the words that went", () => {
  it("are in no file and no file's name", () => {
    const files = filesToRead();
    assert.ok(files.length > 300, `only ${files.length} files were found`);
    const found = files.flatMap((file) => {
      const mayStay = (name: string) => excepted[name]?.includes(file) ?? false;
      const inName = oldNamesIn(file).map(({ name }) => ({ name, where: file }));
      const inText = oldNamesIn(fs.readFileSync(path.join(root, file), "utf8")).map(({ line, name }) => ({
        name,
        where: `${file}:${line}`,
      }));
      return [...inName, ...inText]
        .filter(({ name }) => !mayStay(name))
        .map(({ name, where }) => `${where}: ${name} is called ${replacements.get(name) ?? ""} now`);
    });
    assert.deepEqual(found, []);
  });

  it("are found as whole words alone, with their line", () => {
    const text = "Home, findHomes\na PeopleTopic, re-befall\nmy findHome(): type Home";
    assert.deepEqual(oldNamesIn(text), [
      { line: 2, name: "PeopleTopic" },
      { line: 3, name: "findHome" },
      { line: 3, name: "Home" },
    ]);
  });

  it("are replaced by words that stayed", () => {
    for (const [old, now] of replacements)
      assert.deepEqual(oldNamesIn(now), [], `${old} is replaced by ${now}`);
  });
});
