import { GetFunctionCommand } from "@aws-sdk/client-lambda";
import { strFromU8, unzipSync } from "fflate";
import { isDeepStrictEqual } from "node:util";
import { archivedFiles } from "../../stack-runner/archived-files";
import { AuditError, callAws } from "../aws/aws-call";
import type { Clients } from "../aws/clients";
import { inParallel } from "../aws/in-parallel";
import { madeBy } from "../cli/json";
import { type Check, checker } from "../preflight/check";

/** A code's download takes no longer. */
const downloadTakes = 30_000;

/**
 * Whether functions run, byte for byte, the code that this version deploys.
 *
 * @param arns the functions'
 * @param code the archive that the stack's program declares
 * @throws AuditError
 */
export async function checkCode(clients: Clients, arns: readonly string[], code: unknown): Promise<Check[]> {
  const { pass, fail } = checker(clients.region, "code");
  const declared = await archivedFiles(code);
  return inParallel(arns, async (arn) => {
    const name = arn.split(":").at(-1) ?? arn;
    return isDeepStrictEqual(await downloadedFiles(clients, arn), declared)
      ? pass(`Function ${name} runs the code of ${madeBy}, byte for byte.`)
      : fail(
          `Function ${name} does not run the code of ${madeBy}.`,
          "`npx pulumi refresh`, then `npx pulumi up`, from the version that is to run",
        );
  });
}

async function downloadedFiles({ lambda, region }: Clients, arn: string): Promise<Record<string, string>> {
  const call = { what: `the code of ${arn}`, action: "lambda:GetFunction", region };
  const { Code } = await callAws(call, () => lambda.send(new GetFunctionCommand({ FunctionName: arn })));
  try {
    const response = await fetch(Code?.Location ?? "", { signal: AbortSignal.timeout(downloadTakes) });
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    const files = unzipSync(await response.bytes());
    return Object.fromEntries(Object.entries(files).map(([file, content]) => [file, strFromU8(content)]));
  } catch (cause) {
    throw new AuditError(
      "unreachable",
      `Cannot download ${call.what} in ${region} (${(cause as Error).message}): look at the network, or a proxy.`,
      { cause },
    );
  }
}
