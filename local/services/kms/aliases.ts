import type {
  AliasListEntry,
  CreateAliasRequest,
  DeleteAliasRequest,
  ListAliasesRequest,
  ListAliasesResponse,
  UpdateAliasRequest,
} from "@aws-sdk/client-kms";
import type { RegionContext } from "../../account/context";
import { AwsError } from "../../account/aws-error";
import { pageOf } from "../../endpoint/paging";
import type { CloudTrail } from "../cloudtrail/cloudtrail";
import type { Key, Keys } from "./key";

interface Alias {
  keyArn: string;
  created: Date;
  updated: Date;
}

/** The aliases of a Region's keys, by ARN. */
export class Aliases {
  private readonly aliases = new Map<string, Alias>();

  constructor(
    private readonly region: RegionContext & { cloudtrail: CloudTrail },
    private readonly kms: Keys,
  ) {}

  /** Points an alias to a key. Creates the alias if it does not exist. */
  point(aliasArn: string, keyArn: string): void {
    const now = this.region.account.clock.now();
    const created = this.aliases.get(aliasArn)?.created ?? now;
    this.aliases.set(aliasArn, { keyArn, created, updated: now });
  }

  /** The ARN of the key that an alias points to. */
  target(aliasArn: string): string | undefined {
    return this.aliases.get(aliasArn)?.keyArn;
  }

  /** The names of the aliases that point to a key: `alias/xray-traces`. */
  namesOf(keyArn: string): string[] {
    return [...this.aliases].filter(([, alias]) => alias.keyArn === keyArn).map(([arn]) => nameOf(arn));
  }

  /** Removes the aliases of a key. */
  forget(keyArn: string): void {
    for (const [arn, alias] of this.aliases) if (alias.keyArn === keyArn) this.aliases.delete(arn);
  }

  async createAlias(principal: string, request: CreateAliasRequest): Promise<undefined> {
    return this.recording(principal, "CreateAlias", request, async () => {
      const arn = this.arnOf(request.AliasName);
      const key = this.targetKey(request.TargetKeyId);
      await this.authorize(principal, "kms:CreateAlias", arn, key);
      if (this.aliases.has(arn)) {
        throw new AwsError("AlreadyExistsException", `An alias with the name ${arn} already exists`);
      }
      this.point(arn, key.arn);
    });
  }

  async updateAlias(principal: string, request: UpdateAliasRequest): Promise<undefined> {
    return this.recording(principal, "UpdateAlias", request, async () => {
      const arn = this.arnOf(request.AliasName);
      const key = this.targetKey(request.TargetKeyId);
      const before = this.existing(arn);
      await this.authorize(principal, "kms:UpdateAlias", arn, key);
      const old = this.kms.key(before.keyArn);
      if (old.spec !== key.spec || old.usage !== key.usage) {
        throw new AwsError(
          "ValidationException",
          `Alias ${arn} cannot be changed to point to a key of another type or usage.`,
        );
      }
      this.point(arn, key.arn);
    });
  }

  async deleteAlias(principal: string, request: DeleteAliasRequest): Promise<undefined> {
    return this.recording(principal, "DeleteAlias", request, async () => {
      const arn = this.arnOf(request.AliasName);
      const { keyArn } = this.existing(arn);
      await this.authorize(principal, "kms:DeleteAlias", arn, this.kms.key(keyArn));
      this.aliases.delete(arn);
    });
  }

  /** The account's aliases by name, or those of one key if the request names it. */
  async listAliases(principal: string, request: ListAliasesRequest): Promise<ListAliasesResponse> {
    const { account } = this.region;
    await account.authorization.require({ principal, action: "kms:ListAliases", resource: "*" });
    const key = request.KeyId === undefined ? undefined : this.kms.key(request.KeyId);
    const { Limit = 50 } = request;
    if (Limit < 1 || Limit > 1000)
      throw new AwsError("ValidationException", `Limit must be 1 to 1000, not ${Limit}.`);
    const found = [...this.aliases]
      .filter(([arn, { keyArn }]) => arn.includes(`:${account.id}:`) && (!key || keyArn === key.arn))
      .map(([arn, alias]) => entryOf(arn, alias))
      .sort((a, b) => (a.AliasName ?? "").localeCompare(b.AliasName ?? ""));
    const { page, next } = pageOf(
      found,
      Limit,
      request.Marker,
      () => new AwsError("InvalidMarkerException", "The marker was not returned by an earlier call."),
    );
    return {
      Aliases: page,
      Truncated: next !== undefined,
      ...(next === undefined ? {} : { NextMarker: next }),
    };
  }

  private recording(
    principal: string,
    name: string,
    request: object,
    run: () => Promise<void>,
  ): Promise<undefined> {
    const call = { principal, source: "kms.amazonaws.com", name, requestParameters: request };
    return this.region.cloudtrail.recording(call, async () => {
      await run();
      return undefined;
    });
  }

  /** Changing an alias needs permission on the alias and on the key. */
  private async authorize(principal: string, action: string, aliasArn: string, key: Key): Promise<void> {
    await this.region.account.authorization.require({ principal, action, resource: aliasArn });
    await this.kms.require(principal, action, key.arn);
  }

  /** @throws AwsError for a name that AWS does not allow its customers */
  private arnOf(name = ""): string {
    if (!name.startsWith("alias/")) {
      throw new AwsError("ValidationException", "Alias must start with the prefix 'alias/'.");
    }
    if (name.startsWith("alias/aws/")) {
      throw new AwsError("NotAuthorizedException", "The prefix alias/aws/ is reserved for AWS.");
    }
    if (!/^alias\/[a-zA-Z0-9/_-]{1,250}$/.test(name)) {
      throw new AwsError("InvalidAliasNameException", `The alias name ${name} is not valid.`);
    }
    return this.kms.aliasArn(name, this.region.account.id);
  }

  private targetKey(identifier = ""): Key {
    if (/(^|:)alias\//.test(identifier)) {
      throw new AwsError("ValidationException", "Aliases must refer to keys, not to aliases.");
    }
    const key = this.kms.key(identifier);
    if (key.state === "PendingDeletion") {
      throw new AwsError("KMSInvalidStateException", `${key.arn} is pending deletion.`);
    }
    return key;
  }

  private existing(arn: string): Alias {
    const alias = this.aliases.get(arn);
    if (alias === undefined) throw new AwsError("NotFoundException", `Alias ${arn} is not found.`);
    return alias;
  }
}

function nameOf(aliasArn: string): string {
  return aliasArn.replace(/^(?:[^:]*:){5}/, "");
}

function entryOf(arn: string, { keyArn, created, updated }: Alias): AliasListEntry {
  return {
    AliasName: nameOf(arn),
    AliasArn: arn,
    TargetKeyId: keyArn.replace(/^.*:key\//, ""),
    CreationDate: created,
    LastUpdatedDate: updated,
  };
}
