import { callerIdentity } from "../aws/clients";
import { AuditError } from "../aws/aws-call";
import { overall, type Reason } from "../cli/exit-codes";
import { inParallel } from "../aws/in-parallel";
import { startProgress } from "../../cli/progress";
import { visibleIn, visibleLines } from "../../cli/visible";
import { simulatedNotice } from "../cli/print";
import { chooseRegions } from "../cli/regions";
import type { Manifest } from "../report/manifest";
import { type Verification, verifyRegion } from "../verify/bucket";
import { verifyFolder } from "../verify/folder";
import { atLeastOne, type Command, type Context } from "./command";

/** Compares a report's folder with its manifest, or the bucket with AWS Config. */
export const verify: Command = (context) => {
  const [folder] = context.operands;
  return folder === undefined ? verifyBuckets(context) : verifyReport(folder, context);
};

async function verifyReport(folder: string, { print }: Context): Promise<Reason> {
  const { same, differences, manifest, manifestSha256 } = await verifyFolder(folder);
  if (manifest?.simulated === true) print(simulatedNotice);
  const about =
    manifest === undefined
      ? ""
      : `Made ${manifest.madeAt} of ${whose(manifest)} by ${manifest.caller.arn} with ${manifest.madeBy}.\n`;
  const lines = differences.map((difference) => `  ${difference}\n`).join("");
  print(
    visibleLines(`${folder}: ${same} files the same, ${differences.length} different.\n${lines}${about}`),
  );
  print(
    `SHA-256 of the manifest: ${manifestSha256}. It must be the one that \`report\` printed: whoever can change a file can change a manifest.\n`,
  );
  return differences.length === 0 ? "ok" : "different";
}

function whose({ account, accounts }: Manifest): string {
  return Array.isArray(accounts) ? `${accounts.length} accounts` : `account ${account}`;
}

async function verifyBuckets({
  options,
  now: here,
  print,
  warn,
  connect,
  environment,
}: Context): Promise<Reason> {
  const regions = atLeastOne(chooseRegions(options.regions, environment));
  const { account, simulatedTime } = await callerIdentity(connect(regions[0]));
  const now = simulatedTime ?? here;
  if (simulatedTime !== undefined) print(simulatedNotice);
  const progress = startProgress(regions.length);
  const reasons = await inParallel(
    regions,
    async (region): Promise<{ reason: Reason; text?: string; error?: string }> => {
      try {
        const verification = await verifyRegion(connect(region), account, now);
        return { reason: reasonOf(verification), text: textOf(visibleIn(verification)) };
      } catch (error) {
        if (!(error instanceof AuditError)) throw error;
        return { reason: error.reason, error: error.message };
      }
    },
    { done: (region) => progress.step(region) },
  ).finally(() => progress.stop());
  for (const { text, error } of reasons) {
    if (text !== undefined) print(text);
    if (error !== undefined) warn(error);
  }
  const own = reasons.map(({ reason }) => reason);
  // A difference is the finding: it outweighs a Region that could not be read.
  return own.includes("different") ? "different" : overall(own);
}

function reasonOf({ differences, same, pending, expired }: Verification): Reason {
  if (differences.length > 0) return "different";
  return same + pending + expired === 0 ? "emptyHistory" : "ok";
}

function textOf({ region, bucket, same, pending, expired, differences }: Verification): string {
  const counts = [
    `${same} the same`,
    ...(pending > 0 ? [`${pending} not delivered yet`] : []),
    ...(expired > 0 ? [`${expired} delivered and since expired in AWS Config`] : []),
    `${differences.length} different`,
  ];
  const lines = differences.map((difference) => `  ${difference}\n`);
  return `${region}, bucket ${bucket}: ${counts.join(", ")}.\n${lines.join("")}`;
}
