import { partition } from "@aws-sdk/core/client";
import assert from "node:assert/strict";
import * as aws from "../../../infra/aws";
import {
  notRecordedIn,
  regionSources,
  regionSupport,
  regionTable,
} from "../../../rule/decision/region-support";

const inTable = Object.entries(regionTable).flatMap(([name, regions]) =>
  Object.keys(regions).map((region) => [name, region] as const),
);
const without = (feature: "records" | "remediates", answer: string) =>
  inTable.map(([, region]) => region).filter((region) => regionSupport(region)[feature] === answer);

describe("the table of Regions", () => {
  it("has every Region that the AWS provider knows, once", () => {
    const known = Object.values<string>(aws.Region);
    assert.deepEqual(inTable.map(([, region]) => region).toSorted(), known.toSorted());
  });

  for (const [name, region] of inTable) {
    it(`has ${region} in its partition, ${name}`, () => assert.equal(partition(region).name, name));
  }

  it("says where the setting is not recorded", () => {
    const china = ["cn-north-1", "cn-northwest-1"];
    const govCloud = ["us-gov-east-1", "us-gov-west-1"];
    assert.deepEqual(without("records", "no"), [
      "ap-southeast-5",
      "ca-west-1",
      "me-south-1",
      ...china,
      ...govCloud,
    ]);
  });

  it("says where there is no remediation", () => {
    assert.deepEqual(without("remediates", "no"), [
      "ap-east-2",
      "ap-southeast-5",
      "ap-southeast-6",
      "ap-southeast-7",
      "mx-central-1",
      "cn-north-1",
      "cn-northwest-1",
    ]);
  });

  it("knows nothing of the partitions that AWS's public guide does not speak of", () => {
    const unknown = inTable.filter(([name]) => /iso|eusc/.test(name)).map(([, region]) => region);
    assert.ok(unknown.length >= 8);
    for (const feature of ["records", "remediates"] as const) {
      assert.deepEqual(without(feature, "unknown"), unknown);
    }
  });

  it("knows nothing of a Region that is newer than it", () => {
    assert.deepEqual(regionSupport("eu-west-9"), { records: "unknown", remediates: "unknown" });
    assert.deepEqual(regionSupport("toString"), { records: "unknown", remediates: "unknown" });
  });

  it("names its day and its sources", () => {
    assert.match(regionSources.date, /^\d{4}-\d{2}-\d{2}$/);
    for (const source of [regionSources.records, regionSources.remediates]) {
      assert.match(source, /^AWS Config Developer Guide, /);
    }
  });
});

describe("where the setting is not recorded, a sentence", () => {
  it("says so", () => {
    assert.equal(
      notRecordedIn("ca-west-1"),
      "AWS Config does not record X-Ray's encryption setting in ca-west-1",
    );
  });

  it("says no more than what is known", () => {
    assert.equal(
      notRecordedIn("eusc-de-east-1"),
      "whether AWS Config records X-Ray's encryption setting in eusc-de-east-1 is not known",
    );
  });
});
