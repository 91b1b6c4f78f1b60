import { callerIdentity, type Clients } from "../aws/clients";
import { AuditError } from "../aws/aws-call";
import { overall, type Reason } from "../cli/exit-codes";
import { entryToJson, jsonVersion } from "../cli/json";
import { entryCsv, entryText } from "../cli/print";
import { readRecorder } from "../aws/recorder";
import { chooseRegions } from "../cli/regions";
import { findRule } from "../aws/rule";
import { openTimelines, type TimelineEntry } from "../history/timeline";
import { atLeastOne, type Command, type Context } from "./command";

/** The history of the setting, Region after Region. Entries are printed as they are read; none is kept. */
export const timeline: Command = async (context) => {
  const { options, warn, connect } = context;
  const regions = atLeastOne(chooseRegions(options.regions, context.environment));
  const caller = await callerIdentity(connect(regions[0]));
  const problems: { region: string; error: AuditError }[] = [];
  const printer = printerFor(context, caller.account);
  const reasons: Reason[] = [];
  for (const region of regions) {
    const note = (error: AuditError): void => {
      problems.push({ region, error });
      warn(error.message);
    };
    reasons.push(await printRegion(connect(region), context, printer, note));
  }
  printer.end(problems.map(({ region, error: { reason, message } }) => ({ region, reason, message })));
  return overall(reasons);
};

async function printRegion(
  clients: Clients,
  { options, now }: Context,
  printer: Printer,
  note: (error: AuditError) => void,
): Promise<Reason> {
  let count = 0;
  let reason: Reason = "ok";
  try {
    const rule = await findRule(clients, options.rule);
    for (const { entries, callersUnread } of await openTimelines(clients, rule, options, now)) {
      if (callersUnread !== undefined) {
        note(callersUnread);
        reason = "partial";
      }
      for await (const entry of entries) {
        count += 1;
        printer.entry(entry);
      }
    }
    if (count === 0)
      throw await whyEmpty(clients, options.since !== undefined || options.until !== undefined);
  } catch (error) {
    if (!(error instanceof AuditError)) throw error;
    note(error);
    return count > 0 ? "partial" : error.reason;
  }
  return reason;
}

async function whyEmpty(clients: Clients, isPeriod: boolean): Promise<AuditError> {
  const { region } = clients;
  if ((await readRecorder(clients)) === undefined) {
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

interface Printer {
  entry(entry: TimelineEntry): void;
  end(problems: { region: string; reason: Reason; message: string }[]): void;
}

function printerFor(context: Context, account: string): Printer {
  const { options, print, now } = context;
  let count = 0;
  switch (options.format) {
    case "table":
      return { entry: (entry) => print(`${entryText(entry, context)}\n`), end: () => undefined };
    case "csv":
      return { entry: (entry) => print(entryCsv(entry, count++ === 0)), end: () => undefined };
    case "json": {
      const head = {
        version: jsonVersion,
        kind: "timeline",
        madeAt: now.toISOString(),
        account,
        since: options.since?.toISOString() ?? null,
        until: options.until?.toISOString() ?? null,
      };
      // One document all the same: its head, then an entry a line, then its end.
      print(`${JSON.stringify(head).slice(0, -1)},"entries":[`);
      return {
        entry: (entry) => print(`${count++ === 0 ? "" : ","}\n${JSON.stringify(entryToJson(entry))}`),
        end: (problems) => print(`\n],"problems":${JSON.stringify(problems)}}\n`),
      };
    }
  }
}
