import type { HashedFile } from "../aws/read-file";
import { type Html, html } from "./html";

/** The files that lines of a page refer to, each by a number, so that a key and a hash stand on the page once. */
export class FileNumbers {
  private readonly numbers = new Map<string, { number: number; file: HashedFile }>();

  /** "file 3" */
  of(file: HashedFile): string {
    const name = `${file.bucket}/${file.key}`;
    const known = this.numbers.get(name) ?? { number: this.numbers.size + 1, file };
    this.numbers.set(name, known);
    return `file ${known.number}`;
  }

  get isEmpty(): boolean {
    return this.numbers.size === 0;
  }

  /** Each file that was referred to so far: where it is, and its SHA-256. Those of one folder and name stand together. */
  list(): Html {
    const groups = Map.groupBy(this.numbers.values(), ({ file }) => layoutOf(file).group);
    return [...groups].map(
      ([group, files]) =>
        html`<p class="files">${group}</p>
          <ul class="files">
            ${files.map(
              ({ number, file }) =>
                html`<li>
                  file ${number}: <code>${layoutOf(file).own}</code> SHA-256 <code>${file.sha256}</code>
                </li>`,
            )}
          </ul>`,
    );
  }
}

/** AWS Config's layout is told once for many files: what differs from one to the next is day and time. */
function layoutOf({ bucket, key }: HashedFile): { group: string; own: string } {
  const layout = /^(.*\/)(\d+\/\d+\/\d+)(\/ConfigHistory\/.*_)(\w+_\w+_\d+\.json\.gz)$/.exec(key);
  if (layout === null) return { group: `In s3://${bucket}/:`, own: key };
  const [, folder = "", day = "", name = "", rest = ""] = layout;
  return { group: `In s3://${bucket}/${folder}DAY${name}…:`, own: `${day} ${rest}` };
}
