import type { GrantListEntry, ListGrantsRequest, ListGrantsResponse } from "@aws-sdk/client-kms";
import type { RetireGrantRequest, RevokeGrantRequest } from "@aws-sdk/client-kms";
import type { RegionContext } from "../../account/context";
import { AwsError } from "../../account/aws-error";
import { hex } from "../../account/ids";
import { pageOf } from "../../endpoint/paging";
import type { CloudTrail } from "../cloudtrail/cloudtrail";
import type { Key, Keys } from "./key";

interface Grant {
  id: string;
  keyArn: string;
  grantee: string;
  created: Date;
}

/** The grants on a Region's keys. X-Ray has one on each customer managed key that it was given. */
export class Grants {
  private readonly grants: Grant[] = [];

  constructor(
    private readonly region: RegionContext & { cloudtrail: CloudTrail },
    private readonly kms: Keys,
  ) {}

  /** Grants a service the use of a key, once. Whoever gives it the key must be allowed `kms:CreateGrant`. */
  provide(key: Key, grantee: string): void {
    if (this.grants.some((grant) => grant.keyArn === key.arn && grant.grantee === grantee)) return;
    const { clock } = this.region.account;
    const id = hex(64, "grant", key.arn, grantee, clock.iso());
    this.grants.push({ id, keyArn: key.arn, grantee, created: clock.now() });
  }

  async listGrants(principal: string, request: ListGrantsRequest): Promise<ListGrantsResponse> {
    const key = this.kms.key(request.KeyId ?? "");
    await this.kms.require(principal, "kms:ListGrants", key.arn);
    const { page, next } = pageOf(this.on(key), request.Limit ?? 50, request.Marker);
    return {
      Grants: page.map(({ id, keyArn, grantee, created }): GrantListEntry => ({
        GrantId: id,
        KeyId: keyArn,
        GranteePrincipal: grantee,
        CreationDate: created,
        Operations: ["Decrypt", "GenerateDataKey"],
      })),
      Truncated: next !== undefined,
      ...(next === undefined ? {} : { NextMarker: next }),
    };
  }

  async revokeGrant(principal: string, request: RevokeGrantRequest): Promise<undefined> {
    await this.take(principal, "RevokeGrant", request);
  }

  /** By key and grant; the local account hands out no grant tokens. */
  async retireGrant(principal: string, request: RetireGrantRequest): Promise<undefined> {
    await this.take(principal, "RetireGrant", request);
  }

  private async take(
    principal: string,
    name: string,
    request: { KeyId?: string | undefined; GrantId?: string | undefined },
  ): Promise<void> {
    const call = { principal, source: "kms.amazonaws.com", name, requestParameters: request };
    await this.region.cloudtrail.recording(call, async () => {
      const key = this.kms.key(request.KeyId ?? "");
      await this.kms.require(principal, `kms:${name}`, key.arn);
      const index = this.grants.findIndex(({ id, keyArn }) => id === request.GrantId && keyArn === key.arn);
      if (index < 0) throw new AwsError("NotFoundException", `Grant ID ${request.GrantId} not found`);
      this.grants.splice(index, 1);
      return undefined;
    });
  }

  /** A key's grants. */
  on(key: Key): readonly Grant[] {
    return this.grants.filter(({ keyArn }) => keyArn === key.arn);
  }
}
