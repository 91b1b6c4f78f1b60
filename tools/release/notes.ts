/** That a release cannot be made as things are. The message is one sentence, meant to be printed alone. */
export class ReleaseError extends Error {
  override readonly name = "ReleaseError";
}

/**
 * What a changelog in the format of Keep a Changelog says of a version, without the heading.
 *
 * @param version such as `0.2.0`, or `Unreleased`
 * @returns undefined where it has no such section
 */
function sectionOf(changelog: string, version: string): string | undefined {
  const sections = changelog.split(/^(?=## )/m);
  const found = sections.find((text) => text.startsWith(`## [${version}]`));
  // Without the heading, and without the addresses at the end of the file.
  return found
    ?.replace(/^.*\n?/, "")
    .replace(/^\[[^\]]+\]: .*$/gm, "")
    .trim();
}

/** @throws ReleaseError where the changelog has no section of the version, or an empty one */
export function releaseNotes(changelog: string, version: string): string {
  const notes = sectionOf(changelog, version);
  if (notes === undefined) {
    throw new ReleaseError(
      `CHANGELOG.md has no section "## [${version}]", which package.json names: rename "Unreleased", or set the version back.`,
    );
  }
  if (notes === "") throw new ReleaseError(`CHANGELOG.md says nothing of ${version}: write what changed.`);
  return `${notes}\n`;
}

/**
 * @param tags that the repository has
 * @throws ReleaseError where the version was released, or where the checkout has more than it
 */
export function checkIsDue(changelog: string, version: string, tags: readonly string[]): void {
  if (tags.includes(`v${version}`)) {
    throw new ReleaseError(
      `v${version} was released: set the next version in package.json, and a heading in CHANGELOG.md.`,
    );
  }
  if ((sectionOf(changelog, "Unreleased") ?? "") !== "") {
    throw new ReleaseError(
      `CHANGELOG.md has changes under "Unreleased", which are no part of ${version}: move them to a version.`,
    );
  }
}
