import type { Account } from "../../local/account/account";
import { AwsError } from "../../local/account/aws-error";
import type { Entrance } from "../../tools/docs/entrances";
import { trust } from "./accounts";

/** Somebody who asks for something. */
export interface Request {
  who: string;
  action: string;
  /** An ARN. */
  on: string;
  context: Record<string, string>;
}

export const own = "123456789012";
const other = "210987654321";
const region = "eu-west-1";
const nobodys = "somebody-elses";

/** Whom an entrance is there for: each of its actions on each of its resources, with all that its condition asks for. */
export function rightfulAt({ who, actions, on, onlyWhere }: Entrance): Request[] {
  const filled = (pattern: string) => pattern.replaceAll("*", "any");
  const context = Object.fromEntries(onlyWhere.map(({ key, pattern }) => [key, filled(pattern)]));
  return actions.flatMap((action) => on.map((one) => ({ who, action, on: filled(one), context })));
}

/** Asks the account. @returns why it refuses; undefined where it lets in */
export async function refusal(
  account: Account,
  { who, action, on, context }: Request,
): Promise<string | undefined> {
  const { sns, sqs, lambda } = await account.region(region);
  const [, , service = "", , , ...rest] = on.split(":");
  const [bucket = "", ...key] = rest.join(":").split("/");
  const ask: Record<string, () => Promise<void>> = {
    iam: () => account.assume(who, on, context),
    lambda: () => lambda.requireInvoke(who, on, context),
    sns: () => sns.requirePublish(who, on, context),
    sqs: () => sqs.requireSend(who, on, context),
    s3: () =>
      account.s3.require(
        who,
        action,
        key.length === 0 ? { bucket } : { bucket, key: key.join("/") },
        context,
      ),
  };
  const attempt = ask[service];
  if (attempt === undefined) throw new Error(`Nobody knows how to ask for ${action} on ${on}.`);
  try {
    await attempt();
    return undefined;
  } catch (error) {
    if (error instanceof AwsError && error.code === "AccessDeniedException") return error.message;
    throw error;
  }
}

/** Makes one of each kind of resource that is none of the guard's. */
export async function prepareOthers(account: Account): Promise<void> {
  const { sns, sqs } = await account.region(region);
  sns.createTopic(nobodys);
  sqs.createQueue(nobodys);
  account.s3.createBucket(nobodys, region);
  account.iam.createRole(nobodys, trust("ec2.amazonaws.com"));
}

/**
 * Like a rightful request, but for one thing.
 *
 * @returns undefined where nobody of that kind can come
 */
export type Intruder = (rightful: Request, entrances: readonly Entrance[]) => Request | undefined;

export const intruders: Record<string, Intruder> = {
  "a principal of another account": (rightful) => ({
    ...rightful,
    who: `arn:aws:iam::${other}:role/intruder`,
  }),
  "another service": (rightful) => ({ ...rightful, who: "ec2.amazonaws.com" }),
  "the rightful one on behalf of another account": (rightful) => {
    const context = Object.fromEntries(
      Object.entries(rightful.context).map(([key, value]) => [key, value.replaceAll(own, other)]),
    );
    return JSON.stringify(context) === JSON.stringify(rightful.context)
      ? undefined
      : { ...rightful, context };
  },
  "the rightful one, for another resource": (rightful, entrances) => ({
    ...rightful,
    on: elsewhere(rightful, entrances),
  }),
};

/** A resource of the same kind; of objects, what another account delivered to the same bucket. */
function elsewhere({ who, on }: Request, entrances: readonly Entrance[]): string {
  const [, , service = ""] = on.split(":");
  if (service === "s3" && on.includes("/")) return `${on.replace(/\/.*/, "")}/AWSLogs/${other}/Config/any`;
  if (service === "iam") return `arn:aws:iam::${own}:role/${nobodys}`;
  if (service === "s3") return `arn:aws:s3:::${nobodys}`;
  if (service !== "lambda") return `arn:aws:${service}:${region}:${own}:${nobodys}`;
  // There are the guard's own functions to choose from.
  const open = entrances.filter((one) => one.who === who).flatMap((one) => one.on);
  const shut = entrances
    .flatMap((one) => one.on)
    .find((one) => one.includes(":lambda:") && !open.includes(one));
  return shut ?? on.replace(/:function:.*/, ":function:none");
}
