import { mkdirSync, statSync } from "node:fs";
import * as path from "node:path";
import type { Page } from "playwright-core";

/** Where pictures go: those of the pages in docs/ with WRITE_PICTURES, or where nothing is kept. */
const root = path.resolve(__dirname, "../..");
const folder = process.env["WRITE_PICTURES"] === undefined ? ".local/pictures" : "docs";

/** Takes a picture of what a page shows. @returns how many bytes it has */
export async function takePicture(page: Page, name: string): Promise<number> {
  const file = path.join(root, folder, `${name}.png`);
  mkdirSync(path.dirname(file), { recursive: true });
  await page.screenshot({ path: file });
  return statSync(file).size;
}
