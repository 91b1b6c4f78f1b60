import { asset } from "@pulumi/pulumi";

/**
 * The files of an archive that a program makes of texts.
 *
 * @param code a resource's input
 * @throws Error for an archive of another kind
 */
export async function archivedFiles(code: unknown): Promise<Record<string, string>> {
  if (!(code instanceof asset.AssetArchive)) throw new Error("only code in an AssetArchive can be read");
  const files: Record<string, string> = {};
  for (const [name, content] of Object.entries(await code.assets)) {
    if (!(content instanceof asset.StringAsset))
      throw new Error(`the archive's ${name} must be a StringAsset`);
    files[name] = await content.text;
  }
  return files;
}
