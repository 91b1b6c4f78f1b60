import { aggregateInventory } from "../inventory/aggregator";
import { type ChosenAccount } from "../accounts/account-list";
import { accountChooser } from "../accounts/choose";
import { inventoryOfAccounts } from "../accounts/inventory";
import { type Caller, callerIdentity, type Clients, connector } from "../aws/clients";
import { AuditError } from "../aws/aws-call";
import { overall } from "../cli/exit-codes";
import { inParallel } from "../aws/in-parallel";
import { type InventoryAnswer, inventoryOf, type InventoryRow } from "../inventory/inventory";
import { jsonVersion, madeBy } from "../cli/json";
import { inventoryCsv, inventoryTable, simulatedNotice } from "../cli/print";
import { type Progress, startProgress } from "../../cli/progress";
import { visibleJson } from "../../cli/visible";
import { chooseRegions } from "../cli/regions";
import { atLeastOne, type Command, type Context } from "./command";

/** The current state in each Region, or in each account and Region of an aggregator. */
export const inventory: Command = async (context) => {
  const { options, print, warn, connect } = context;
  const regions = atLeastOne(chooseRegions(options.regions, context.environment));
  const choose = options.role === undefined ? undefined : accountChooser(options, regions);
  const home = connect(regions[0]);
  const caller = await callerIdentity(home);
  const now = caller.simulatedTime ?? context.now;
  const answers =
    choose === undefined
      ? await readRows({ ...context, now }, regions, caller.account)
      : await readAccounts({ ...context, now }, await choose(home), home, caller);
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
  const sentences = choose === undefined ? sentencesFor(answers) : sentencesByAccount(rows);
  for (const sentence of sentences) warn(sentence);
  return reason;
};

async function readRows(
  { options, now, connect, access }: Context,
  regions: [string, ...string[]],
  account: string,
): Promise<InventoryAnswer[]> {
  const { aggregator, rule } = options;
  if (aggregator !== undefined) {
    // One account is asked for what is known of all.
    const clients = connector({ ...access, retryMode: "adaptive" })(regions[0]);
    let progress: Progress | undefined;
    const answers = await aggregateInventory(clients, aggregator, {
      ...{ rule, now },
      found: (rows) => (progress = startProgress(rows)),
      done: (where) => progress?.step(where),
    }).finally(() => progress?.stop());
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

/** Asks each account itself. */
async function readAccounts(
  { options, now, access }: Context,
  accounts: readonly ChosenAccount[],
  home: Clients,
  caller: Caller,
): Promise<InventoryAnswer[]> {
  const { rule, role = "", externalId } = options;
  const progress = startProgress(accounts.length);
  const roleOptions = { role: { name: role, externalId }, caller, home };
  try {
    return await inventoryOfAccounts(accounts, access, roleOptions, { rule, now, done: progress.step });
  } finally {
    progress.stop();
  }
}

/** One sentence for an account of which a Region could not be read. */
function sentencesByAccount(rows: readonly InventoryRow[]): string[] {
  return [...Map.groupBy(rows, ({ account }) => account)].flatMap(([account, own]) => {
    const [first, ...others] = own.flatMap(({ error }) => error?.message ?? []);
    return first === undefined
      ? []
      : [`${account}: ${others.length + 1} of ${own.length} Regions could not be read. The first: ${first}`];
  });
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
