import type { Region } from "../account/account";
import { uuid } from "../account/ids";
import type { ExpectedStack, DesiredKey } from "./stack-expectations";

/** What is done to the account in a step. */
export type Action =
  { do: "nothing" } | { do: "putEncryption"; key: string | undefined } | { do: "disableKey"; key: string };

/** One step of a scenario in one Region, and what must come of it. */
export interface Step {
  title: string;
  action: Action;
  /** Whether the setting differs from what it was, so that AWS Config has a change to record. */
  changes: boolean;
  verdict: "COMPLIANT" | "NON_COMPLIANT";
  /** Whether AWS Config puts right by itself what is wrong, so that another change and a COMPLIANT verdict follow. */
  putRight: boolean;
}

/**
 * The scenario of a first day, for what the stack wishes in a Region: default encryption at first sight, the desired key,
 * another key, back to default, and the desired key again, which then is disabled. Where the stack sets the encryption
 * itself the desired key comes first; where AWS Config puts it right, nobody else gives X-Ray the desired key.
 */
export function firstDay(expected: ExpectedStack, region: string): Step[] {
  const wish = expected.desiredKeyIn(region);
  if (wish.kind === "none") return whereDefaultIsDesired();
  const desired = wish.kind === "key" ? wish.key : `alias/${someKey}`;
  const named = wish.kind === "key" ? `the desired key (${desired})` : `a customer managed key (${desired})`;
  const other = otherKey(wish);
  const { applies, remediates } = expected;
  const atFirstSight: Step = applies
    ? {
        ...toKey(`The stack itself gives X-Ray ${named}`, desired, "COMPLIANT"),
        action: { do: "nothing" },
      }
    : {
        ...toDefault("X-Ray has its default encryption, at first sight", "NON_COMPLIANT"),
        action: { do: "nothing" },
      };
  const steps = [
    atFirstSight,
    ...(applies || remediates ? [] : [toKey(`X-Ray is given ${named}`, desired, "COMPLIANT")]),
    ...expected.acceptedKeys.map((key) => toKey(`X-Ray is given an accepted key (${key})`, key, "COMPLIANT")),
    toKey(`X-Ray is given ${other.title}`, other.key, other.verdict),
    toDefault("X-Ray goes back to its default encryption", "NON_COMPLIANT"),
    ...(remediates ? [] : [toKey(`X-Ray is given ${named} again`, desired, "COMPLIANT")]),
  ];
  return [
    ...steps.map((step) =>
      remediates && step.verdict === "NON_COMPLIANT" ? { ...step, putRight: true } : step,
    ),
    // Nobody disables the key that AWS manages; and a key that cannot be used cannot be put right.
    ...(desired.endsWith("alias/aws/xray") ? [] : [disabled(desired)]),
  ];
}

/** Puts the keys into a Region that the stack's config names, each alias with a key of its own, and some that it does not. */
export function provideKeys(expected: ExpectedStack, region: Region): void {
  const wish = expected.desiredKeyIn(region.name);
  const names = [
    ...(wish.kind === "key" ? [wish.key] : []),
    ...expected.acceptedKeys,
    `alias/${someKey}`,
    `alias/${anotherKey}`,
  ];
  for (const name of names) provideKey(region, name);
}

const someKey = "some-key";
const anotherKey = "another-key";

function provideKey(region: Region, name: string): void {
  if (region.kms.find(name) !== undefined) return;
  // An ARN names its Region: a key of another Region does not exist in this one.
  const arn = /^arn:[^:]+:kms:([^:]*):(\d{12}):(.+)$/.exec(name);
  if (arn !== null && arn[1] !== region.name) return;
  const accountId = arn?.[2] ?? region.account.id;
  const resource = arn?.[3] ?? (name.startsWith("alias/") ? name : `key/${name}`);
  if (resource.startsWith("alias/")) {
    const key = region.kms.createKey({ id: uuid("key", region.name, accountId, resource), accountId });
    region.kms.createAlias(resource, key.arn, accountId);
  } else {
    region.kms.createKey({ id: resource.replace(/^key\//, ""), accountId });
  }
}

function whereDefaultIsDesired(): Step[] {
  return [
    {
      ...toDefault("X-Ray has its default encryption, at first sight", "COMPLIANT"),
      action: { do: "nothing" },
    },
    toKey(`X-Ray is given a key (alias/${someKey})`, `alias/${someKey}`, "NON_COMPLIANT"),
    toDefault("X-Ray goes back to its default encryption", "COMPLIANT"),
    toKey(`X-Ray is given another key (alias/${anotherKey})`, `alias/${anotherKey}`, "NON_COMPLIANT"),
    toDefault("X-Ray goes back to its default encryption again", "COMPLIANT"),
  ];
}

function otherKey(wish: DesiredKey): { title: string; key: string; verdict: Step["verdict"] } {
  if (wish.kind === "customer") {
    return {
      title: "the key that AWS manages (alias/aws/xray)",
      key: "alias/aws/xray",
      verdict: "NON_COMPLIANT",
    };
  }
  return {
    title: `another key (alias/${anotherKey})`,
    key: `alias/${anotherKey}`,
    verdict: wish.kind === "any" ? "COMPLIANT" : "NON_COMPLIANT",
  };
}

function toKey(title: string, key: string, verdict: Step["verdict"]): Step {
  return { title, action: { do: "putEncryption", key }, changes: true, verdict, putRight: false };
}

function toDefault(title: string, verdict: Step["verdict"]): Step {
  return { title, action: { do: "putEncryption", key: undefined }, changes: true, verdict, putRight: false };
}

function disabled(key: string): Step {
  return {
    title: `That key (${key}) is disabled: the setting stays, X-Ray stops storing traces`,
    action: { do: "disableKey", key },
    changes: false,
    verdict: "NON_COMPLIANT",
    putRight: false,
  };
}

/** Does what a step says, as the account's administrator. */
export async function act(region: Region, action: Action): Promise<void> {
  switch (action.do) {
    case "nothing":
      return;
    case "putEncryption":
      await region.xray.putEncryptionConfig(
        region.account.administrator,
        action.key === undefined ? { Type: "NONE" } : { Type: "KMS", KeyId: action.key },
      );
      return;
    case "disableKey":
      await region.kms.lifecycle.disable(region.account.administrator, {
        KeyId: region.kms.find(action.key)?.arn ?? action.key,
      });
  }
}
