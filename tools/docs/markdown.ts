export { table } from "../../cli/markdown";

/** The first line of every page that is made: nobody should edit it by hand. */
export const madeLine = "<!-- Made by npm run docs. -->";

/**
 * A page as it is written to docs/.
 *
 * @param parts paragraphs, headings, tables and code blocks
 */
export function page(title: string, ...parts: string[]): string {
  return `${[madeLine, `# ${title}`, ...parts.map((part) => part.trim())].join("\n\n")}\n`;
}
