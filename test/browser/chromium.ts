import { existsSync } from "node:fs";
import * as path from "node:path";
import { type Browser, chromium } from "playwright-core";

const names = ["chromium", "chromium-browser"];

/** Nothing but the page: no sandbox (containers run as root), no network of the browser's own. */
const args = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/**
 * Starts the system's Chromium: `CHROMIUM_PATH`, else the first of its names on the PATH.
 *
 * @throws Error that says what to install
 */
export async function openChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: findChromium(), args });
}

/** @throws Error that says what to install */
export function findChromium(environment = process.env): string {
  const named = environment["CHROMIUM_PATH"];
  if (named !== undefined && named !== "") {
    if (existsSync(named)) return named;
    throw new Error(`CHROMIUM_PATH is ${named}, where there is no file: set it to Chromium's executable.`);
  }
  const folders = (environment["PATH"] ?? "").split(path.delimiter);
  const found = folders
    .flatMap((folder) => names.map((name) => path.join(folder, name)))
    .find((file) => existsSync(file));
  if (found !== undefined) return found;
  throw new Error(
    "The browser test needs Chromium, and there is none: install it (Debian and Ubuntu: apt-get install chromium), or set CHROMIUM_PATH.",
  );
}
