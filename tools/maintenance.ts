// What docs/maintenance.md asks for, and when. Run by the nightly workflow: fails when a date comes near.
import * as fs from "node:fs";
import * as path from "node:path";

/** One section of docs/maintenance.md. */
export interface Duty {
  what: string;
  text: string;
  lookAgainBy: Date;
}

const page = path.resolve(__dirname, "../docs/maintenance.md");
const warning = 180 * 24 * 60 * 60 * 1000;

/** @throws Error that names the section without a date */
export function readDuties(markdown = fs.readFileSync(page, "utf8")): Duty[] {
  return markdown
    .split(/^## /m)
    .slice(1)
    .map((text) => {
      const [what = ""] = text.split("\n");
      const lookAgainBy = new Date(/^- Look again by: (\d{4}-\d{2}-\d{2})\b/m.exec(text)?.[1] ?? "");
      if (Number.isNaN(lookAgainBy.getTime())) {
        throw new Error(
          `'${what}' in docs/maintenance.md has no date: expected a line '- Look again by: YYYY-MM-DD'.`,
        );
      }
      return { what, text, lookAgainBy };
    });
}

/** The duties whose date is 180 days ahead or less, or past. */
export function due(duties: Duty[], today: Date): Duty[] {
  return duties.filter(({ lookAgainBy }) => lookAgainBy.getTime() - today.getTime() <= warning);
}

if (require.main === module) {
  const soon = due(readDuties(), new Date());
  for (const { text } of soon) process.stdout.write(`${text}\n`);
  if (soon.length > 0) {
    process.stderr.write("Do what docs/maintenance.md says under these headings, then set their dates.\n");
    process.exitCode = 1;
  }
}
