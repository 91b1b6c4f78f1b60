import * as fs from "node:fs";
import * as path from "node:path";
import { stringify } from "yaml";
import { isMap } from "../../stack-runner/config-type";
import { readProject } from "../../stack-runner/project-file";
import { readYamlFile } from "../../stack-runner/yaml-file";
import type { Account, Fleet } from "./accounts";

/**
 * Writes an account's stack file, `Pulumi.<name>.yaml`, where the CLI looks for it. Secrets of a file that is there stay, with
 * what the CLI needs to read them.
 *
 * @param directory the folder of `Pulumi.yaml`
 */
export function writeStackFile(directory: string, account: Account, { secretsProvider }: Fleet): void {
  const { name: project, stackFolder } = readProject(directory);
  const file = path.join(stackFolder, `Pulumi.${account.name}.yaml`);
  const { config: kept, ...ofTheCli } = fs.existsSync(file) ? readYamlFile(file) : {};
  const secrets = Object.entries(isMap(kept) ? kept : {}).filter(([, value]) => hasSecret(value));
  const settings = { ...account.config, regions: account.regions, label: account.label };
  const content = {
    ...ofTheCli,
    // The CLI of a job that finds it nowhere would ask for a passphrase.
    ...(secretsProvider !== "default" && { secretsprovider: secretsProvider }),
    config: {
      "aws:region": account.regions[0],
      // With the credentials of another account, the provider refuses.
      "aws:allowedAccountIds": [account.id],
      ...Object.fromEntries(
        Object.entries(settings).map(([key, value]) => [
          key.includes(":") ? key : `${project}:${key}`,
          value,
        ]),
      ),
      ...Object.fromEntries(secrets),
    },
  };
  fs.writeFileSync(
    file,
    `# Made of accounts.yaml by \`npm run fleet -- write\`, but for secrets.\n${stringify(content)}`,
  );
}

function hasSecret(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(hasSecret);
  return isMap(value) && ("secure" in value || Object.values(value).some(hasSecret));
}
