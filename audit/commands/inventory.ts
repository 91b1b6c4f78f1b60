import { aggregateInventory } from "../inventory/aggregator";
import { callerIdentity } from "../aws/clients";
import { AuditError } from "../aws/aws-call";
import { overall } from "../cli/exit-codes";
import { inParallel } from "../aws/in-parallel";
import { type InventoryAnswer, inventoryOf } from "../inventory/inventory";
import { jsonVersion, madeBy } from "../cli/json";
import { inventoryCsv, inventoryTable, simulatedNotice } from "../cli/print";
import { startProgress } from "../../cli/progress";
import { visibleJson } from "../../cli/visible";
import { chooseRegions } from "../cli/regions";
import { atLeastOne, type Command, type Context } from "./command";

/** The current state in each Region, or in each account and Region of an aggregator. */
export const inventory: Command = async (context) => {
  const { options, print, warn, connect } = context;
  const regions = atLeastOne(chooseRegions(options.regions, context.environment));
  const caller = await callerIdentity(connect(regions[0]));
  const now = caller.simulatedTime ?? context.now;
  const answers = await readRows({ ...context, now }, regions, caller.account);
  const rows = answers.map(({ row }) => row);
  const isSimulated = caller.simulatedTime !== undefined;
  switch (options.format) {
    case "table":
      print(`${isSimulated ? `${simulatedNotice}\n` : ""}${inventoryTable(rows, context)}`);
      break;
    case "csv":
      print(inventoryCsv(rows, isSimulated));
      break;
    case "json": {
      const document = {
        version: jsonVersion,
        kind: "inventory",
        madeBy,
        simulated: isSimulated,
        madeAt: now.toISOString(),
        account: caller.account,
        aggregator: options.aggregator ?? null,
        rows,
      };
      print(visibleJson(document));
    }
  }
  const reason = overall(answers.map(({ reason: own }) => own));
  for (const sentence of sentencesFor(answers)) warn(sentence);
  return reason;
};

async function readRows(
  { options, now, connect }: Context,
  regions: [string, ...string[]],
  account: string,
): Promise<InventoryAnswer[]> {
  const { aggregator, rule } = options;
  if (aggregator !== undefined) {
    const answers = await aggregateInventory(connect(regions[0]), aggregator, { rule, now });
    if (answers.length > 0) return answers;
    throw new AuditError(
      "emptyHistory",
      `Aggregator ${aggregator} knows no encryption setting: no account behind it records AWS::XRay::EncryptionConfig.`,
    );
  }
  const progress = startProgress(regions.length);
  try {
    return await inParallel(regions, (region) => inventoryOf(connect(region), account, { rule, now }), {
      done: (region) => progress.step(region),
    });
  } finally {
    progress.stop();
  }
}

/** Sentences for standard error. The rows have them too, but a pipe would swallow them there. */
function sentencesFor(answers: readonly InventoryAnswer[]): string[] {
  return answers.flatMap(({ row, reason }) => {
    if (row.error !== null) return [row.error.message];
    return reason === "noRecorder"
      ? [
          `There is no AWS Config recorder in ${row.region}: deploy with \`recorder: create\` to have the setting's history recorded.`,
        ]
      : [];
  });
}
