import * as pulumi from "@pulumi/pulumi";
import { XrayEncryptionGuard } from "../../infra/guard";
import { readSettings } from "../../infra/settings/read";

type Props = Record<string, unknown>;

type Change = (props: Props, name: string) => Props;

/** The stack's own program, with the properties of its resources of some types changed. */
export function guardWith(changes: Record<string, Change>, alsoDeclare?: () => void): () => unknown {
  return () => {
    pulumi.runtime.registerStackTransformation(({ type, name, props, opts }) => {
      const change = changes[type];
      return change && { props: change(props, name), opts };
    });
    alsoDeclare?.();
    const guard = new XrayEncryptionGuard("xray-encryption-guard", readSettings());
    return { regions: guard.regions };
  };
}

/** Changes a policy document that the program hands on as JSON. */
export function inDocument(document: unknown, change: (statement: Props) => Props): pulumi.Output<string> {
  return pulumi.output(document as pulumi.Input<string>).apply((text) => {
    const parsed = JSON.parse(text) as { Statement: Props[] };
    return JSON.stringify({ ...parsed, Statement: parsed.Statement.map(change) });
  });
}

/** A copy without some of the properties. */
export function without(props: Props, ...names: string[]): Props {
  return Object.fromEntries(Object.entries(props).filter(([name]) => !names.includes(name)));
}
