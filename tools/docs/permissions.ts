import type { GuardArgs } from "../../infra/guard";
import type { Registration } from "../../stack-runner/run";
import { declaredGuard } from "../declared-guard";
import { type Entrance, entranceStacks, entrancesOf } from "./entrances";
import { page, table } from "./markdown";

const told = "arn:aws:sns:eu-west-1:123456789012:told";

/** The least, then each option that adds rights; a statement is shown with the first that has it. */
const stacks: [when: string, args: GuardArgs][] = [
  ["always", { trigger: "change" }],
  ["with a schedule", { alarmOnRecorder: false }],
  ["with a schedule, unless `alarmOnRecorder: false`", {}],
  ["`traceReads: true`", { traceReads: true }],
  ["`transactionSearch: judge`", { transactionSearch: "judge" }],
  ["`fastDetection: true`", { fastDetection: true }],
  ["`fastDetection: true`, `alarmOnRecorder: false`", { fastDetection: true, alarmOnRecorder: false }],
  ["`fastDetection: true`, `transactionSearch: judge`", { fastDetection: true, transactionSearch: "judge" }],
  ["`enforcement: remediate`", { desiredKey: "alias/xray-traces", enforcement: "remediate" }],
  ["`notifyTopics`", { notifyTopics: [{ arn: told }] }],
  [
    "`notifyTopics` with a `key`",
    { notifyTopics: [{ arn: told, key: "arn:aws:kms:eu-west-1:123456789012:key/of-told" }] },
  ],
  [
    "`storageKey`, `permissionsBoundary`",
    {
      storageKey: "alias/evidence",
      permissionsBoundary: "arn:aws:iam::123456789012:policy/workload-boundary",
    },
  ],
  ["`topicKey`", { topicKey: "alias/alerts" }],
];

interface Statement {
  Sid: string;
  Action: string | string[];
  Resource?: unknown;
  Condition?: Record<string, Record<string, unknown>>;
}

export async function permissionsPage(): Promise<string> {
  return page(
    "What may each role do, and why?",
    `Each statement's \`Sid\` says why it is there. "Only where" names what its condition looks at. The roles are made once;
rights to what lies in one Region (its topic, its log, its rule) are granted Region by Region.`,
    table(["role", "statement", "actions", "on", "only where", "when"], await grants()),
    `- The recorder's role also has AWS's managed policy \`AWS_ConfigRole\`. That policy leaves out \`xray:GetEncryptionConfig\`,
  which is why \`ReadTheSettingToRecord\` is there.
- The evaluator never uses \`ReadTracesAsTheTutorialOnceGranted\`. AWS's tutorial granted it once; today it grants
  \`xray:GetEncryptionConfig\` alone. The tests named below leave it out.
- With \`historyBucket\` the recorder's statements on the history bucket are for the bucket of that name.
- \`*\` stands only where IAM cannot scope an action to a resource. \`kms:DescribeKey\` is for any key: whichever key X-Ray was given has to be
  looked at. The policy \`role-least-privilege\` holds every role to that.
`,
    "## Whom does each resource let in?",
    `By its own policy: the trust of a role, the policy of a bucket, topic or queue, a function's permission. Nobody else comes in
from outside. Within the account IAM decides.`,
    table(["by", "who", "actions", "on", "only where", "when"], await entrances()),
    "## How this is proved",
    `\`test/local/statements.slow.test.ts\` and \`test/local/statements-of-options.slow.test.ts\` take away each action of each statement in
the local account, which simulates IAM. Either something is then missed, or the table there gives the reason why nothing is.
Each condition is tried by an intruder, who must be kept out with it and come in without it.

\`test/local/entrances.test.ts\` asks at each row of the second table: whom it is there for comes in; a principal of another
account, another service, the same one on behalf of another account or for another resource, and one who leaves out what the
condition asks for do not. A row that no intruder tries fails the test, unless a reason there says why none can come. The local
account takes another account's principal for an administrator there, so that this account's policy alone keeps it out.`,
    "## What you need yourself",
    `To deploy: \`npm run audit -- preflight --permissions --format json\` prints the permissions as a policy, made from what the
stack declares. To read evidence: see [what the audit reads](audit.md#what-it-reads); who runs a report it asks of
\`sts:GetCallerIdentity\`, which needs no permission. To try whether people hear of alarms
(\`npm run audit -- notify-test --alarms\`): \`lambda:InvokeFunction\` on the notifier, \`cloudwatch:DescribeAlarms\`, and
\`cloudwatch:SetAlarmState\` on the alarms that this stack makes.`,
  );
}

async function entrances(): Promise<string[][]> {
  const rows = new Map<string, string[]>();
  for (const [when, args] of entranceStacks) {
    for (const one of entrancesOf(await declaredGuard(args))) {
      if (rows.has(one.name)) continue;
      rows.set(one.name, [
        named(one),
        one.effect === "Deny" ? "**nobody**" : whoIs(one.who),
        code(one.actions),
        one.on.map((arn) => described(arn, itself)).join("<br>"),
        one.onlyWhere.map(({ key, pattern }) => bound(key, pattern)).join(", "),
        when,
      ]);
    }
  }
  return [...rows.values()].toSorted(([one = ""], [other = ""]) => one.localeCompare(other));
}

function named({ name }: Entrance): string {
  const [by = "", sid] = name.split(": ");
  return sid === undefined ? by : `${by}, \`${sid}\``;
}

function whoIs(who: string): string {
  const role = /:role\/guard-(?:[a-z]+-[a-z]+-\d-)?(\w+)/.exec(who)?.[1];
  return role === undefined ? `\`${who}\`` : `the ${role}'s role`;
}

function bound(key: string, pattern: string): string {
  return `\`${key}\` is ${described(pattern, itself)}`;
}

async function grants(): Promise<string[][]> {
  const rows = new Map<string, string[]>();
  for (const [when, args] of stacks) {
    for (const [role, statement] of statements(await declaredGuard(args))) {
      const { Sid, Action, Resource, Condition = {} } = statement;
      const conditions = Object.values(Condition).flatMap((keys) => Object.keys(keys));
      const row = [
        role,
        `\`${Sid}\``,
        code([Action].flat()),
        [Resource]
          .flat()
          .map((resource) => described(String(resource)))
          .join("<br>"),
        code(conditions),
      ];
      const key = JSON.stringify(row);
      if (!rows.has(key)) rows.set(key, [...row, when]);
    }
  }
  return [...rows.values()].toSorted(([role = ""], [other = ""]) => role.localeCompare(other));
}

/** The statements of the roles' own policies, with the role's name. */
function statements(registrations: readonly Registration[]): [role: string, statement: Statement][] {
  const roles = new Map(
    registrations
      .filter(({ type }) => type === "aws:iam/role:Role")
      .map(({ state, name }) => [state["name"], name.replace("guard-", "")] as const),
  );
  return registrations
    .filter(({ type }) => type === "aws:iam/rolePolicy:RolePolicy")
    .flatMap(({ inputs }) => {
      const { Statement } = JSON.parse(String(inputs["policy"])) as { Statement: Statement[] };
      const role = roles.get(inputs["role"]) ?? String(inputs["role"]);
      return Statement.map((statement): [string, Statement] => [role, statement]);
    });
}

/** What lies in one Region of the stack, by the service in its ARN: AWS makes up the end of its name. */
const own: Record<string, string> = {
  config: "the rule",
  logs: "its log group",
  s3: "the history bucket",
  sns: "the topic",
};

/** The same beside the policy of the resource itself. */
const itself: Record<string, string> = {
  events: "the event rule",
  iam: "the role",
  lambda: "the function",
  s3: "the bucket",
  sns: "the topic",
  sqs: "the queue",
};

function described(resource: string, words = own): string {
  const arn = resource.replaceAll("123456789012", "ACCOUNT");
  const service = /^arn:aws:(\w+):.*\bguard-/.exec(arn)?.[1];
  if (service === undefined) return `\`${arn}\``;
  const objects = service === "s3" ? /\/.*$/.exec(arn)?.[0] : undefined;
  return `${words[service] ?? service}${objects === undefined ? "" : `, \`${objects}\``}`;
}

function code(texts: readonly string[]): string {
  return texts.map((text) => `\`${text}\``).join(", ");
}
