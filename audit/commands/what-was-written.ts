import * as path from "node:path";
import { firstPage } from "../report/page";

/** @param manifestSha256 of the folder's own manifest */
export function whatWasWritten(out: string, manifestSha256: string): string {
  return `Wrote ${path.join(out, firstPage)}, and what it rests on beside it.
SHA-256 of its manifest: ${manifestSha256}. Keep it elsewhere; \`npm run audit -- verify ${out}\` says the same as long as nothing is changed.
`;
}
