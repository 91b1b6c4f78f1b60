import { visibleIn, visibleJson } from "../../cli/visible";
import { type Caller, callerIdentity, type Clients } from "../aws/clients";
import { AuditError } from "../aws/aws-call";
import { overall, type Reason } from "../cli/exit-codes";
import { jsonVersion, madeBy } from "../cli/json";
import { csv, simulatedNotice } from "../cli/print";
import { chooseRegions } from "../cli/regions";
import { entryToRow } from "../evidence/csv";
import { type Evidence, evidenceOf } from "../evidence/evidence";
import { entryToJson, regionToJson } from "../evidence/json";
import { readSources, type RegionSources } from "../evidence/read-sources";
import { entryText, regionText } from "../evidence/text";
import { atLeastOne, type Command, type Context } from "./command";

/** What came of one Region. */
interface RegionTimeline {
  region: string;
  /** Undefined where AWS Config could not be read, or nothing was found. */
  found: { read: RegionSources; evidence: Evidence } | undefined;
  problems: AuditError[];
  reason: Reason;
}

/** The history of the setting and of its verdicts, Region after Region. */
export const timeline: Command = async (context) => {
  const { options, warn, connect } = context;
  const regions = atLeastOne(chooseRegions(options.regions, context.environment));
  const caller = await callerIdentity(connect(regions[0]));
  const timelines: RegionTimeline[] = [];
  for (const region of regions) {
    const one = await timelineOf(connect(region), caller, context);
    for (const { message } of one.problems) warn(message);
    timelines.push(one);
  }
  print(timelines, caller, context);
  return overall(timelines.map(({ reason }) => reason));
};

async function timelineOf(clients: Clients, caller: Caller, context: Context): Promise<RegionTimeline> {
  const { region } = clients;
  const { rule, since, until, trail } = context.options;
  const now = caller.simulatedTime ?? context.now;
  try {
    const { account } = caller;
    const read = await readSources(clients, { account, rule, since, until, trail, now });
    const to = until ?? now;
    const evidence = evidenceOf(read.sources, { from: since ?? read.first ?? to, to });
    const isEmpty = evidence.entries.every(({ kind }) => kind === "gap");
    const found = isEmpty ? undefined : { read, evidence };
    const { problems } = read;
    if (!read.isRecorded) {
      const empty = whyEmpty(region, read, since !== undefined || until !== undefined);
      return { region, found, problems: [...problems, empty], reason: empty.reason };
    }
    return { region, found, problems, reason: problems.length > 0 ? "partial" : "ok" };
  } catch (error) {
    if (!(error instanceof AuditError)) throw error;
    return { region, found: undefined, problems: [error], reason: error.reason };
  }
}

function whyEmpty(region: string, { recorder }: RegionSources, isPeriod: boolean): AuditError {
  if (recorder === undefined) {
    return new AuditError(
      "noRecorder",
      `There is no AWS Config recorder in ${region}, and no history: deploy with \`recorder: create\` to have the setting's history recorded.`,
    );
  }
  return new AuditError(
    "emptyHistory",
    isPeriod
      ? `AWS Config recorded no change of the setting in ${region} in that time: try without --since and --until.`
      : `AWS Config recorded nothing about the setting in ${region} yet: see with preflight whether the recorder records its type.`,
  );
}

function print(timelines: readonly RegionTimeline[], caller: Caller, context: Context): void {
  const { options, now } = context;
  const isSimulated = caller.simulatedTime !== undefined;
  const found = timelines.flatMap(({ region, found: one }) =>
    one === undefined ? [] : [{ region, ...one }],
  );
  switch (options.format) {
    case "table":
      if (isSimulated) context.print(`${simulatedNotice}\n`);
      for (const { region, evidence, read } of found) {
        for (const entry of visibleIn(evidence.entries))
          context.print(`${entryText(region, entry, context)}\n`);
        context.print(`${regionText(region, visibleIn(evidence), visibleIn(read.criteria))}\n`);
      }
      return;
    case "csv": {
      const rows = found.flatMap(({ region, evidence }) =>
        evidence.entries.map((entry) => entryToRow(entryToJson(region, entry), isSimulated)),
      );
      if (rows.length > 0) context.print(csv(rows, true));
      return;
    }
    case "json": {
      const document = {
        version: jsonVersion,
        kind: "timeline",
        madeBy,
        simulated: isSimulated,
        madeAt: (caller.simulatedTime ?? now).toISOString(),
        account: caller.account,
        since: options.since?.toISOString() ?? null,
        until: options.until?.toISOString() ?? null,
        regions: found.map(({ region, read, evidence }) =>
          regionToJson(region, { ...read, rule: read.rule?.name }, evidence),
        ),
        entries: found.flatMap(({ region, evidence }) =>
          evidence.entries.map((entry) => entryToJson(region, entry)),
        ),
        problems: timelines.flatMap(({ region, problems }) =>
          problems.map(({ reason, message }) => ({ region, reason, message })),
        ),
      };
      context.print(visibleJson(document));
    }
  }
}
