import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import type { Registration, Run } from "../../stack-runner/run";

/** A resource as declared: what a preview would compare. */
export type Declared = Omit<Registration, "state" | "id" | "wire">;

/** What a program declares, comparable with what another one does: code by its hash, as Pulumi itself compares it. */
export async function graph(run: Run): Promise<Map<string, Declared>> {
  const declared = run.registrations.filter(({ type }) => type !== "pulumi:pulumi:Stack");
  return new Map(
    await Promise.all(
      declared.map(async ({ state: _state, id: _id, wire: _wire, ...registration }) => {
        const { inputs, dependencies, urn } = registration;
        const code = inputs["code"] instanceof pulumi.asset.AssetArchive && (await hash(inputs["code"]));
        return [
          urn,
          {
            ...registration,
            dependencies: dependencies.toSorted(),
            inputs: { ...inputs, ...(code && { code }) },
          },
        ] as const;
      }),
    ),
  );
}

/** The resource type that ends a URN's chain of types. */
export function typeOf(urn: string): string {
  return urn.split("::").at(-2)?.split("$").at(-1) ?? "";
}

async function hash(archive: pulumi.asset.AssetArchive): Promise<string> {
  const digest = createHash("sha256");
  for (const [name, asset] of Object.entries(await archive.assets)) {
    assert.ok(asset instanceof pulumi.asset.StringAsset);
    digest.update(name).update(await asset.text);
  }
  return digest.digest("hex");
}
