import * as recorded from "./setting-effects.json";
import { page, table } from "./markdown";

/** What a change of settings does to what is deployed: names of types, each with how many. */
export interface Effect {
  replaces: string[];
  updates: string[];
  adds: string[];
  deletes: string[];
  /** What leaves the stack and stays in the account. */
  leaves: string[];
}

/** What Pulumi's engine did when a setting was changed, and when it was changed back. */
export interface SettingEffect {
  setting: string;
  there: Effect;
  back: Effect;
}

/** As `npm run test:engine` saw it, and compares it each night. */
export const settingEffects: readonly SettingEffect[] = recorded.effects;

/** Types that hold what cannot be made again. */
const historyTypes = ["Bucket", "Recorder", "LogGroup", "Rule"];

export function losesHistory({ replaces, deletes }: Effect): boolean {
  return [...replaces, ...deletes].some((type) => historyTypes.includes(type.replace(/^\d+ /, "")));
}

export function changingSettingsPage(): string {
  const row = (setting: string, effect: Effect) => [
    setting,
    ...[effect.replaces, effect.updates, effect.adds, effect.deletes, effect.leaves].map(
      (types) => types.join(", ") || "-",
    ),
    losesHistory(effect) ? "yes" : "-",
  ];
  return page(
    "What happens when I change a setting?",
    `Nothing is ever replaced, but by another \`iamPath\`: roles cannot move, so they are made anew with what they may do. No bucket is deleted unless \`forceDestroyBucket\` was true before. \`recorder: existing\` and
\`historyBucket\` let go of the bucket that the stack made: it stays in the account, as hardened as it was, and \`up\` prints its
name. See [what stays when a stack goes](runbook.md#what-stays-when-a-stack-goes).`,
    `Pulumi's engine did each change to the dev stack, in the local account, and took it back; this is what it did. A number says
how many of a type. Whether a change replaces a resource is the AWS provider's affair: the local account has a table of that
(\`local/deployment/property-changes.ts\`), made from the provider's source and held against \`terraform plan\`. "Loses history"
says that a bucket, a recorder, a rule or a log group is replaced or deleted. What a deleted recorder recorded stays in AWS
Config for as long as it keeps items; the verdicts of a deleted rule that were not recorded are gone.`,
    table(
      ["setting", "replaces", "updates", "adds", "deletes", "leaves in the account", "loses history"],
      settingEffects.flatMap(({ setting, there, back }) => [
        row(`\`${setting}\``, there),
        row(`\`${setting}\`, back`, back),
      ]),
    ),
  );
}
