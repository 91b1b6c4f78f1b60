/** That a release cannot be made as things are. The message is one sentence, meant to be printed alone. */
export class ReleaseError extends Error {
  override readonly name = "ReleaseError";
}

/**
 * What a changelog in the format of Keep a Changelog says of a version, without the heading.
 *
 * @param version such as `0.2.0`
 * @throws ReleaseError where it has no such section, or an empty one
 */
export function releaseNotes(changelog: string, version: string): string {
  const sections = changelog.split(/^(?=## )/m);
  const section = sections.find((text) => text.startsWith(`## [${version}]`));
  if (section === undefined) {
    throw new ReleaseError(
      `CHANGELOG.md has no section "## [${version}]", which package.json names: rename "Unreleased", or set the version back.`,
    );
  }
  const [, ...lines] = section.split("\n");
  const notes = lines
    .join("\n")
    .replace(/^\[[^\]]+\]: .*$/gm, "")
    .trim();
  if (notes === "") throw new ReleaseError(`CHANGELOG.md says nothing of ${version}: write what changed.`);
  return `${notes}\n`;
}
