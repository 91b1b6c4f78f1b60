import * as assert from "node:assert/strict";
import { LookupEventsCommand, type Event, type LookupAttribute } from "@aws-sdk/client-cloudtrail";
import {
  StartConfigurationRecorderCommand,
  StopConfigurationRecorderCommand,
} from "@aws-sdk/client-config-service";
import { PutEncryptionConfigCommand } from "@aws-sdk/client-xray";
import { day, hour } from "../../../local/account/clock";
import { allow, clients, openRegion, role } from "../accounts";

describe("CloudTrail's event history in the local account", () => {
  async function three() {
    const region = await openRegion();
    const { account } = region;
    const start = account.clock.now();
    const { xray, cloudtrail } = clients(account);
    await xray.send(new PutEncryptionConfigCommand({ Type: "KMS", KeyId: "alias/aws/xray" }));
    await account.clock.advanceBy(hour);
    const reader = role(account, "reader", [allow("xray:Get*")]);
    await assert.rejects(
      clients(account, reader).xray.send(new PutEncryptionConfigCommand({ Type: "NONE" })),
    );
    await account.clock.advanceBy(hour);
    await xray.send(new PutEncryptionConfigCommand({ Type: "NONE" }));
    return { account, cloudtrail, start };
  }

  function detail(event: Event | undefined): Record<string, unknown> {
    return JSON.parse(event?.CloudTrailEvent ?? "{}") as Record<string, unknown>;
  }

  it("tells who set the encryption, to what and when, newest first, refusals included", async () => {
    const { cloudtrail, start } = await three();
    const { Events = [] } = await cloudtrail.send(
      new LookupEventsCommand({
        LookupAttributes: [{ AttributeKey: "EventName", AttributeValue: "PutEncryptionConfig" }],
      }),
    );
    assert.deepEqual(
      Events.map(({ EventTime }) => ((EventTime?.getTime() ?? 0) - start.getTime()) / hour),
      [2, 1, 0],
    );
    assert.deepEqual(
      Events.map((event) => detail(event)["errorCode"]),
      [undefined, "AccessDeniedException", undefined],
    );
    const first = detail(Events[2]);
    assert.deepEqual(first["requestParameters"], { type: "KMS", keyId: "alias/aws/xray" });
    assert.equal(
      (first["userIdentity"] as Record<string, unknown>)["arn"],
      "arn:aws:sts::123456789012:assumed-role/Administrator/local",
    );
  });

  it("is read a page at a time, within a period, and reaches ninety days back", async () => {
    const { account, cloudtrail, start } = await three();
    const first = await cloudtrail.send(new LookupEventsCommand({ MaxResults: 2 }));
    const second = await cloudtrail.send(
      new LookupEventsCommand({ MaxResults: 2, NextToken: first.NextToken }),
    );
    assert.deepEqual([first.Events?.length, second.Events?.length, second.NextToken], [2, 1, undefined]);
    const early = await cloudtrail.send(
      new LookupEventsCommand({ EndTime: new Date(start.getTime() + hour / 2) }),
    );
    assert.equal(early.Events?.length, 1);
    await account.clock.advanceBy(90 * day - hour / 2);
    assert.equal((await cloudtrail.send(new LookupEventsCommand({}))).Events?.length, 1);
  });

  const filters: [attribute: LookupAttribute, found: number][] = [
    [{ AttributeKey: "EventSource", AttributeValue: "xray.amazonaws.com" }, 3],
    [{ AttributeKey: "EventName", AttributeValue: "GetEncryptionConfig" }, 0],
    [{ AttributeKey: "Username", AttributeValue: "local" }, 3],
    [{ AttributeKey: "ReadOnly", AttributeValue: "true" }, 0],
  ];
  for (const [attribute, found] of filters) {
    it(`finds ${found} events by ${attribute.AttributeKey} ${attribute.AttributeValue}`, async () => {
      const { cloudtrail } = await three();
      const { Events } = await cloudtrail.send(new LookupEventsCommand({ LookupAttributes: [attribute] }));
      assert.equal(Events?.length, found);
    });
  }

  it("keeps who stopped and started the recorder, also in vain", async () => {
    const { account } = await openRegion({ existingRecorder: true });
    const { config, cloudtrail } = clients(account);
    const recorder = { ConfigurationRecorderName: "default" };
    await config.send(new StopConfigurationRecorderCommand(recorder));
    await config.send(new StartConfigurationRecorderCommand(recorder));
    const reader = clients(account, role(account, "reader", [allow("config:Describe*")]));
    await assert.rejects(reader.config.send(new StopConfigurationRecorderCommand(recorder)));

    const { Events = [] } = await cloudtrail.send(new LookupEventsCommand({}));

    const details = Events.map(detail);
    assert.deepEqual(
      details.map(({ eventSource, eventName, errorCode }) => [eventSource, eventName, errorCode]),
      [
        ["config.amazonaws.com", "StopConfigurationRecorder", "AccessDeniedException"],
        ["config.amazonaws.com", "StartConfigurationRecorder", undefined],
        ["config.amazonaws.com", "StopConfigurationRecorder", undefined],
      ],
    );
    assert.deepEqual(details[2]?.["requestParameters"], { configurationRecorderName: "default" });
  });

  it("refuses what CloudTrail refuses", async () => {
    const { account, cloudtrail, start } = await three();
    const later = new Date(start.getTime() + hour);
    for (const [input, name] of [
      [{ MaxResults: 51 }, "InvalidMaxResultsException"],
      [{ NextToken: "x" }, "InvalidNextTokenException"],
      [{ StartTime: later, EndTime: start }, "InvalidTimeRangeException"],
    ] as const) {
      await assert.rejects(cloudtrail.send(new LookupEventsCommand(input)), { name });
    }
    const stranger = role(account, "stranger", [allow("xray:*")]);
    await assert.rejects(clients(account, stranger).cloudtrail.send(new LookupEventsCommand({})), {
      name: "AccessDeniedException",
    });
  });
});
