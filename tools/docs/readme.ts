import * as path from "node:path";

export const readmePath = path.resolve(__dirname, "../../README.md");

/**
 * A text with other content in a section that is made from code: what stands between `<!-- NAME:begin … -->` and
 * `<!-- NAME:end -->`.
 */
export function withSection(text: string, name: string, content: string): string {
  const begin = new RegExp(`<!-- ${name}:begin[^>]*-->`).exec(text);
  const end = text.indexOf(`<!-- ${name}:end -->`);
  if (begin === null || end < begin.index) {
    throw new Error(`README.md has no section ${name}: add <!-- ${name}:begin --> and <!-- ${name}:end -->.`);
  }
  return `${text.slice(0, begin.index)}${begin[0]}\n\n${content}\n\n${text.slice(end)}`;
}

/** Markdown as the project's formatter wants it. */
export async function formatted(text: string): Promise<string> {
  const { format, resolveConfig } = await import("prettier");
  return format(text, { ...(await resolveConfig(readmePath)), parser: "markdown" });
}
