import { Ajv2020 } from "ajv/dist/2020";
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import * as schema from "../../docs/report.schema.json";
import { jsonVersion } from "../../audit/cli/json";
import { account, delivered, guardedRegion, now } from "./account";
import { audit } from "./audit";
import { LoopbackAccounts, refuses } from "./loopback-accounts";
import { LoopbackAws, type RegionState } from "./loopback-aws";

type Json = Record<string, unknown>;

const denied = {
  GetEncryptionConfig: "AccessDeniedException",
  ListDiscoveredResources: "AccessDeniedException",
};
/** Regions that went well and badly, of which much is known and nothing. */
const regions: Record<string, RegionState> = {
  "eu-west-1": guardedRegion({ label: "production" }),
  "eu-central-1": guardedRegion({ events: [], rules: [] }),
  "eu-north-1": guardedRegion({ items: [] }),
  "us-east-1": guardedRegion({ fails: denied }),
};

describe("docs/report.schema.json", () => {
  const validate = new Ajv2020({ allErrors: true }).compile(schema);
  let aws: LoopbackAws;
  let folder: string;
  const documents: Record<string, Json> = {};
  before(async () => {
    aws = await LoopbackAws.start();
    folder = await mkdtemp(path.join(tmpdir(), "schema-"));
    const listed = ["--regions", Object.keys(regions).join(",")];
    aws.become(regions);
    aws.buckets = { history: delivered(regions, now.toISOString()) };
    const out = path.join(folder, "report");
    await audit(aws, ["report", ...listed, "--out", out]);
    documents["report"] = JSON.parse(await readFile(path.join(out, "report.json"), "utf8")) as Json;
    const { out: timeline } = await audit(aws, ["timeline", ...listed, "--format", "json"]);
    documents["timeline"] = JSON.parse(timeline) as Json;
    documents["accounts"] = await accountsDocument(path.join(folder, "accounts"));
  });
  after(async () => {
    await aws.stop();
    await rm(folder, { recursive: true });
  });

  it("is of the version that the documents have", () => {
    for (const { properties } of [schema.$defs.report, schema.$defs.timeline, schema.$defs.accounts])
      assert.equal(properties.version.const, jsonVersion);
    assert.match(schema.title, new RegExp(`version ${jsonVersion}$`));
  });

  it("holds for a report on many accounts, some read and one not", () => {
    const document = documents["accounts"];

    assert.ok(validate(document), JSON.stringify(validate.errors, null, 1).slice(0, 3000));
    const accounts = document?.["accounts"] as { error: unknown }[];
    assert.deepEqual(
      accounts.map(({ error }) => error === null),
      [true, false],
    );
  });

  for (const kind of ["report", "timeline"]) {
    it(`holds for a ${kind} with every kind of entry`, () => {
      const document = documents[kind];

      assert.ok(validate(document), JSON.stringify(validate.errors, null, 1).slice(0, 3000));
      const kinds = new Set((document?.["entries"] as Json[]).map((entry) => entry["kind"]));
      assert.deepEqual([...kinds].sort(), ["change", "gap", "unexplained", "verdict"]);
      assert.equal(document?.["account"], account);
    });
  }

  for (const [kind, least] of [
    ["report", 100],
    ["timeline", 100],
    ["accounts", 40],
  ] as const) {
    it(`fails ${kind} with a member that it does not have, or without one, wherever`, () => {
      let tried = 0;
      for (const [where, object] of objectsIn(documents[kind])) {
        object["unknown"] = 1;
        assert.ok(!validate(documents[kind]), `${where} may have any member`);
        Reflect.deleteProperty(object, "unknown");
        for (const name of Object.keys(object)) {
          const value = object[name];
          Reflect.deleteProperty(object, name);
          assert.ok(!validate(documents[kind]), `${where} may be without ${name}`);
          object[name] = value;
          tried += 1;
        }
      }
      assert.ok(tried > least, `${tried}`);
      assert.ok(validate(documents[kind]));
    });
  }
});

/** The front page of two accounts, as JSON: of one that was read, and of one that refused. */
async function accountsDocument(out: string): Promise<Json> {
  const many = await LoopbackAccounts.start();
  try {
    const [read, refusing] = ["111111111111", "222222222222"];
    many.become({
      [read]: { "eu-west-1": guardedRegion({ channel: undefined as never }), "us-east-1": { fails: denied } },
      [refusing]: refuses("AccessDenied"),
    });
    const args = ["--accounts", `${read},${refusing}`, "--role", "Auditor", "--out", out];
    await audit(many, ["report", "--regions", "eu-west-1,us-east-1", ...args]);
    return JSON.parse(await readFile(path.join(out, "accounts.json"), "utf8")) as Json;
  } finally {
    await many.stop();
  }
}

/** One object for each place in a document, however long its lists are; entries by their kinds. */
function objectsIn(document: unknown): Map<string, Json> {
  const found = new Map<string, Json>();
  const within = (value: unknown, where: string): void => {
    if (Array.isArray(value)) for (const one of value) within(one, `${where}[]`);
    else if (typeof value === "object" && value !== null) {
      const kind = "kind" in value ? ` ${String(value.kind)}` : "";
      found.set(where + kind, value as Json);
      for (const [name, member] of Object.entries(value)) within(member, `${where}${kind}.${name}`);
    }
  };
  within(document, "");
  return found;
}
