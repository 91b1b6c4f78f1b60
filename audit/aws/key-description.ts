import { DescribeKeyCommand, paginateListAliases } from "@aws-sdk/client-kms";
import type { Clients } from "./clients";
import { AuditError, callAws, isNamed } from "./aws-call";
import { listAll } from "./pages";

/** What KMS says about the key in use. */
export interface KeyDescription {
  arn: string;
  /** Names of the aliases that point to it. */
  aliases: string[];
  /** KMS's key state; `Gone` for a key that does not exist; undefined when it could not be read. */
  state: string | undefined;
  /** `CUSTOMER` or `AWS`. */
  manager: string | undefined;
  /** What could not be read; each message is a sentence. */
  unread: AuditError[];
}

/** Describes a key. What cannot be read is listed in `unread`; everything else is still returned. */
export async function describeKey(clients: Clients, arn: string): Promise<KeyDescription> {
  const description: KeyDescription = { arn, aliases: [], state: undefined, manager: undefined, unread: [] };
  const note = (error: unknown): void => {
    if (!(error instanceof AuditError)) throw error;
    description.unread.push(error);
  };
  await Promise.all([
    stateOf(clients, arn).then((found) => Object.assign(description, found), note),
    aliasesOf(clients, arn).then((aliases) => Object.assign(description, { aliases }), note),
  ]);
  return description;
}

async function stateOf(
  { kms, region }: Clients,
  arn: string,
): Promise<Pick<KeyDescription, "state" | "manager">> {
  return callAws({ what: `the state of key ${arn}`, action: "kms:DescribeKey", region }, async () => {
    try {
      const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: arn }));
      return { state: KeyMetadata?.KeyState, manager: KeyMetadata?.KeyManager };
    } catch (error) {
      if (isNamed(error, "NotFoundException")) return { state: "Gone", manager: undefined };
      throw error;
    }
  });
}

async function aliasesOf({ kms, region }: Clients, arn: string): Promise<string[]> {
  const call = {
    what: `the aliases of key ${arn}`,
    action: "kms:ListAliases",
    region,
    emptyOn: "NotFoundException",
  };
  const aliases = await listAll(call, paginateListAliases, kms, { KeyId: arn }, ({ Aliases }) => Aliases);
  return aliases.flatMap(({ AliasName }) => AliasName ?? []).sort();
}
