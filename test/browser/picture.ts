import { statSync } from "node:fs";
import * as path from "node:path";
import { openChromium } from "./chromium";
import { writeSampleReport } from "./sample-report";

/** Makes the README's picture of a report. */
async function main(out: string): Promise<void> {
  const browser = await openChromium();
  const sample = await writeSampleReport();
  try {
    const page = await browser.newPage({ viewport: { width: 1100, height: 900 }, deviceScaleFactor: 1 });
    await page.goto(sample.url);
    await page.screenshot({ path: out });
  } finally {
    await sample.remove();
    await browser.close();
  }
  process.stdout.write(`Wrote ${out}, ${Math.round(statSync(out).size / 1000)} kB.\n`);
}

main(process.argv[2] ?? path.resolve(__dirname, "../../docs/report.png")).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
