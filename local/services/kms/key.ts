import type { KeyMetadata, KeySpec, KeyUsageType } from "@aws-sdk/client-kms";

export type KeyState = NonNullable<KeyMetadata["KeyState"]>;

export interface Key {
  id: string;
  arn: string;
  accountId: string;
  description: string;
  state: KeyState;
  manager: "AWS" | "CUSTOMER";
  spec: KeySpec;
  usage: KeyUsageType;
  policy: unknown;
  created: Date;
  /** When it will be deleted, if that is scheduled. */
  deletion: Date | undefined;
}

export interface NewKey {
  id: string;
  accountId?: string;
  description?: string;
  manager?: Key["manager"];
  spec?: KeySpec;
  usage?: KeyUsageType;
  policy?: unknown;
}

/** A Region's keys, for the code that changes keys and aliases. */
export interface Keys {
  createKey(options: NewKey): Key;
  deleteKey(key: Key): void;
  /** @throws AwsError `NotFoundException` */
  key(identifier: string): Key;
  metadata(key: Key): KeyMetadata;
  aliasArn(name: string, accountId: string): string;
  /** Checks that principal may perform an action on a key. */
  require(principal: string, action: string, identifier: string): Promise<void>;
}
