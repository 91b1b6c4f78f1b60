import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { handlersCode } from "../../infra/lambda/handlers-code";

/** Writes the bundle that Lambda would run into a new temporary folder, and returns the folder and the file in it. */
export async function writeBundle(): Promise<{ folder: string; file: string }> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "handlers-"));
  const file = path.join(folder, "index.js");
  fs.writeFileSync(file, await handlersCode());
  return { folder, file };
}
