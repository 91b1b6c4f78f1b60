import * as assert from "node:assert/strict";
import {
  CancelKeyDeletionCommand,
  CreateAliasCommand,
  CreateKeyCommand,
  DeleteAliasCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  EnableKeyCommand,
  ListAliasesCommand,
  ScheduleKeyDeletionCommand,
  UpdateAliasCommand,
  type KMSClient,
} from "@aws-sdk/client-kms";
import { day } from "../../../local/account/clock";
import { allow, clients, openRegion, role } from "../accounts";

describe("keys of the local account, in its people's hands", () => {
  async function newKey() {
    const region = await openRegion();
    const { kms } = clients(region.account);
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({ Description: "traces" }));
    return { region, kms, KeyId: KeyMetadata?.KeyId ?? "", arn: KeyMetadata?.Arn };
  }

  async function stateOf(kms: KMSClient, KeyId: string): Promise<unknown> {
    return (await kms.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata?.KeyState;
  }

  it("are enabled at first, and are disabled and enabled again", async () => {
    const { kms, KeyId } = await newKey();
    assert.equal(await stateOf(kms, KeyId), "Enabled");
    await kms.send(new DisableKeyCommand({ KeyId }));
    assert.equal(await stateOf(kms, KeyId), "Disabled");
    await kms.send(new EnableKeyCommand({ KeyId }));
    assert.equal(await stateOf(kms, KeyId), "Enabled");
  });

  it("are gone with their aliases when the waiting period is over", async () => {
    const { region, kms, KeyId } = await newKey();
    await kms.send(new CreateAliasCommand({ AliasName: "alias/traces", TargetKeyId: KeyId }));
    const { DeletionDate } = await kms.send(
      new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }),
    );
    assert.equal(DeletionDate?.getTime(), region.account.clock.now().getTime() + 7 * day);
    assert.equal(await stateOf(kms, KeyId), "PendingDeletion");
    await assert.rejects(kms.send(new EnableKeyCommand({ KeyId })), { name: "KMSInvalidStateException" });

    await region.account.clock.advanceBy(7 * day);
    for (const gone of [KeyId, "alias/traces"]) {
      await assert.rejects(stateOf(kms, gone), { name: "NotFoundException" });
    }
  });

  it("stay, disabled, when their deletion is cancelled in time", async () => {
    const { region, kms, KeyId } = await newKey();
    await kms.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }));
    await kms.send(new CancelKeyDeletionCommand({ KeyId }));
    await region.account.clock.advanceBy(8 * day);
    assert.equal(await stateOf(kms, KeyId), "Disabled");
  });

  it("are pointed to by aliases, which move and are listed a page at a time", async () => {
    const { kms, KeyId } = await newKey();
    const { KeyMetadata: other } = await kms.send(new CreateKeyCommand({}));
    await kms.send(new CreateAliasCommand({ AliasName: "alias/traces", TargetKeyId: KeyId }));
    await kms.send(new UpdateAliasCommand({ AliasName: "alias/traces", TargetKeyId: other?.KeyId }));
    const first = await kms.send(new ListAliasesCommand({ Limit: 1 }));
    const second = await kms.send(new ListAliasesCommand({ Limit: 1, Marker: first.NextMarker }));
    assert.deepEqual(
      [...(first.Aliases ?? []), ...(second.Aliases ?? [])].map(({ AliasName }) => AliasName),
      ["alias/aws/xray", "alias/traces"],
    );
    assert.deepEqual([first.Truncated, second.Truncated], [true, false]);
    assert.equal(second.Aliases?.[0]?.TargetKeyId, other?.KeyId);
    await kms.send(new DeleteAliasCommand({ AliasName: "alias/traces" }));
    assert.deepEqual((await kms.send(new ListAliasesCommand({ KeyId: other?.KeyId }))).Aliases, []);
  });

  const mistakes: [
    says: string,
    attempt: (kms: KMSClient, KeyId: string) => Promise<unknown>,
    name: string,
  ][] = [
    [
      "an alias that exists",
      async (kms, TargetKeyId) => {
        const create = new CreateAliasCommand({ AliasName: "alias/one", TargetKeyId });
        await kms.send(create);
        await kms.send(create);
      },
      "AlreadyExistsException",
    ],
    [
      "an alias of AWS's own",
      (kms, TargetKeyId) => kms.send(new CreateAliasCommand({ AliasName: "alias/aws/mine", TargetKeyId })),
      "NotAuthorizedException",
    ],
    [
      "an alias without its prefix",
      (kms, TargetKeyId) => kms.send(new CreateAliasCommand({ AliasName: "mine", TargetKeyId })),
      "ValidationException",
    ],
    [
      "an alias that is to be moved and does not exist",
      (kms, TargetKeyId) => kms.send(new UpdateAliasCommand({ AliasName: "alias/none", TargetKeyId })),
      "NotFoundException",
    ],
    [
      "an asymmetric key without a usage",
      (kms) => kms.send(new CreateKeyCommand({ KeySpec: "RSA_2048" })),
      "ValidationException",
    ],
    [
      "a policy that is none",
      (kms) => kms.send(new CreateKeyCommand({ Policy: "{" })),
      "MalformedPolicyDocumentException",
    ],
    [
      "a waiting period that is too short",
      (kms, KeyId) => kms.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 6 })),
      "ValidationException",
    ],
    [
      "to cancel what was not scheduled",
      (kms, KeyId) => kms.send(new CancelKeyDeletionCommand({ KeyId })),
      "KMSInvalidStateException",
    ],
    [
      "to disable a key by its alias",
      (kms) => kms.send(new DisableKeyCommand({ KeyId: "alias/aws/xray" })),
      "NotFoundException",
    ],
  ];
  for (const [says, attempt, name] of mistakes) {
    it(`are refused: ${says}`, async () => {
      const { kms, KeyId } = await newKey();
      await assert.rejects(attempt(kms, KeyId), { name });
    });
  }

  it("are disabled only by who may, and never where AWS manages them", async () => {
    const { region, kms, arn } = await newKey();
    const stranger = role(region.account, "stranger", [allow("kms:DescribeKey")]);
    await assert.rejects(clients(region.account, stranger).kms.send(new DisableKeyCommand({ KeyId: arn })), {
      name: "AccessDeniedException",
      message: /role\/stranger .*kms:DisableKey/,
    });
    const managed = region.kms.find("alias/aws/xray")?.arn;
    await assert.rejects(kms.send(new DisableKeyCommand({ KeyId: managed })), {
      name: "AccessDeniedException",
    });
  });
});
