import { type Account, type AccountOptions, localAccountId } from "./account/account";
import type { JournalListener } from "./account/journal";
import { LocalCloud } from "./deployment/deploy";
import { deployStack, provideKeys, readLocalStack } from "./deployment/local-stack";
import { openAccount } from "./endpoint/open-account";
import { serveProvider } from "./provider/server";
import { pulumiNote, prepareSession, type Session } from "./provider/session";
import { Organization } from "./services/organizations/organization";
import { someKey } from "./scenario/configured-keys";
import type { ExpectedStack } from "./scenario/stack-expectations";

export interface ServeOptions {
  /** The stack's name, as in `Pulumi.<stack>.yaml`. */
  stack: string;
  /** Leaves the account empty, for whoever deploys into it with Pulumi's CLI. */
  empty?: boolean;
  /** The endpoint's port; any free one unless given. */
  port?: number | undefined;
  /** Config values that win over the stack file, by key. */
  config?: Record<string, unknown>;
  /** The folder of `Pulumi.yaml`; this project's by default. */
  directory?: string;
  /** Called with all that happens, from the deployment on. */
  follow?: JournalListener;
}

/** An account that is up. Whoever got it closes it. */
export interface Served {
  account: Account;
  expected: ExpectedStack;
  /** How many resources were deployed. */
  resources: number;
  /** How Pulumi's CLI deploys into it. */
  session: Session;
  close(): Promise<void>;
}

/** Why an account could not be served. The message is one sentence, meant to be printed alone. */
export class ServeError extends Error {
  override readonly name = "ServeError";
}

/**
 * Deploys a stack into a local account that stays, on the real clock, for whoever reaches 127.0.0.1: without credentials
 * of the account, one is its administrator. Pulumi's CLI reaches it too; a provider that assumes a role of another account
 * gets one of that ID, which is empty.
 *
 * @throws StackError for a mistake in the stack's files
 * @throws ServeError for a port that is taken, and for a stack that cannot be deployed
 */
export async function serve(options: ServeOptions): Promise<Served> {
  const stack = readLocalStack(options.stack, options.config, options.directory);
  const accounts = new Map<string, Promise<Account>>();
  const organization = new Organization(localAccountId);
  const openOne = async (id?: string): Promise<Account> => {
    const opened = await open(id === undefined ? options.port : undefined, {
      ...stack.accountOptions,
      organization,
      ...(id !== undefined && { id }),
    });
    if (options.follow) opened.journal.follow(options.follow);
    return opened;
  };
  const account = await openOne();
  accounts.set(account.id, Promise.resolve(account));
  const provider = await serveProvider(async (id = account.id) => {
    const opening = accounts.get(id) ?? openOne(id).then(startedInRealTime);
    accounts.set(id, opening);
    return opening;
  });
  let session: Session | undefined;
  const close = async (): Promise<void> => {
    session?.end();
    provider.close();
    for (const opened of accounts.values()) await (await opened).close();
  };
  try {
    session = prepareSession(stack.name, stack.directory, provider.port);
    const cloud = new LocalCloud(account);
    if (options.empty === true) await provideKeys(stack.expected, account);
    else await deployStack(stack, account, cloud);
    startedInRealTime(account);
    return { account, expected: stack.expected, resources: cloud.resources.length, session, close };
  } catch (error) {
    await close();
    throw new ServeError(
      `The stack could not be deployed: ${error instanceof Error ? error.message : String(error)}`,
      { cause: error },
    );
  }
}

function startedInRealTime(account: Account): Account {
  account.startRealTime();
  return account;
}

async function open(port: number | undefined, options: AccountOptions): Promise<Account> {
  try {
    return await openAccount({
      ...options,
      start: new Date(),
      anyAccessKey: true,
      ...(port === undefined ? {} : { port }),
    });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code !== "EADDRINUSE" && code !== "EACCES") throw error;
    const why = code === "EADDRINUSE" ? "is taken" : "may not be used by you";
    throw new ServeError(
      `Port ${port} of 127.0.0.1 ${why}: give another one with --port, or none, and a free one is taken.`,
      { cause: error },
    );
  }
}

/** How to reach an account from a shell, and what to try there. */
export function instructions({ account, expected, resources, session }: Served): string {
  const [region = account.defaultRegion] = expected.regions;
  const found = account.openRegions().find(({ name }) => name === region);
  const rule = found?.config.rules.list()[0]?.name ?? "RULE";
  const desired = expected.desiredKeyIn(region);
  const key = desired.kind === "key" ? desired.key : someKey;
  const isEmpty = resources === 0;
  return `${isEmpty ? `The local account ${account.id} is up, and empty.` : `The stack is deployed into the local account ${account.id}, with ${resources} resources.`} To reach it, paste:

export AWS_ENDPOINT_URL=${account.endpointUrl}
export AWS_REGION=${region} AWS_DEFAULT_REGION=${region}
export AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local

${isEmpty ? "To deploy into it" : "The engine of Pulumi reaches it, too (with --empty nothing is deployed yet). To deploy into it"}, paste:

${Object.entries(session.environment)
  .map(([name, value]) => `export ${name}=${value}`)
  .join("\n")}
${session.command}

${pulumiNote()}

Then try:

aws xray put-encryption-config --type KMS --key-id ${key}
aws configservice get-compliance-details-by-config-rule --config-rule-name ${rule}
aws configservice get-resource-config-history --resource-type AWS::XRay::EncryptionConfig --resource-id default

AWS Config sees a change after a minute, and a rule starts after two. To let time pass, and to see what people received:

curl -X POST ${account.endpointUrl}/local/clock -d '{"advance": "PT24H"}'
curl ${account.endpointUrl}/local/inbox

Ctrl-C ends it. What happens:
`;
}
