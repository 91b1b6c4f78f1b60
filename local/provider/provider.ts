import { runtime } from "@pulumi/pulumi";
import type { Account } from "../account/account";
import { callFunction } from "../deployment/functions";
import type { ExistingResource, NewResource } from "../deployment/resource";
import { ResourceInputs } from "../deployment/resource-inputs";
import { isGlobal, resourceType } from "../deployment/resource-types";
import { changesOf } from "./changes";
import { type Checked, checkInputs } from "./check";
import type { Named, Properties } from "./properties";

/**
 * One provider instance of a program: an account and a Region. Where a request names a resource, its errors do too.
 */
export class LocalProvider {
  private constructor(
    private readonly account: Account,
    private readonly region: string,
  ) {}

  /**
   * @param accountOf opens the account with an ID; with none, the one that credentials without a role belong to
   * @param args the provider's configuration
   * @throws Error for a role whose ARN names no account, and for an account that the configuration rules out
   */
  static async configure(
    accountOf: (id: string | undefined) => Promise<Account>,
    args: Properties,
  ): Promise<LocalProvider> {
    const [role] = listIn(args["assumeRoles"]) as { roleArn?: string }[];
    const id = role?.roleArn?.split(":")[4];
    if (role !== undefined && (id === undefined || !/^\d{12}$/.test(id)))
      throw new Error(`A role to assume needs an ARN with an account's ID, but is ${JSON.stringify(role)}.`);
    const account = await accountOf(id);
    const allowed = listIn(args["allowedAccountIds"]);
    if (allowed.length > 0 && !allowed.includes(account.id))
      throw new Error(`AWS account ID not allowed: ${account.id}, expected ${allowed.join(" or ")}.`);
    const region = args["region"];
    return new LocalProvider(account, typeof region === "string" ? region : account.defaultRegion);
  }

  /** Whether the inputs are known to the account, with those that the provider gives. */
  async check(request: Parameters<typeof checkInputs>[0]): Promise<Checked> {
    resourceType(request.type, request.name);
    return checkInputs(request, this.region);
  }

  diff(request: Parameters<typeof changesOf>[0]): ReturnType<typeof changesOf> {
    return changesOf(request);
  }

  /** In a preview nothing is created, and what would come of it is unknown. */
  async create(request: Named & { inputs: Properties; isPreview: boolean }) {
    const { type, name, inputs, isPreview } = request;
    if (isPreview) return { id: "", state: inputs };
    return attempt(`creating ${type} '${name}'`, async () => {
      const { id, ...outputs } = await resourceType(type, name).create(
        await this.resource({ type, name, inputs: withArchives(inputs) }),
      );
      return { id, state: { ...this.regionOf(type, inputs), ...inputs, ...outputs } };
    });
  }

  /** Undefined where the resource is gone. */
  async read(request: Named & { id: string; inputs: Properties; state: Properties }) {
    const { type, name, id, inputs, state } = request;
    return attempt(`reading ${type} '${name}'`, async () => {
      if (Object.keys(inputs).length === 0)
        throw new Error(`the local account cannot import ${id}: it reads resources that it made.`);
      const changed = await resourceType(type, name).read({ ...(await this.resource(request)), id });
      return changed && { inputs: { ...inputs, ...changed }, state: { ...state, ...changed } };
    });
  }

  async update(
    request: Named & {
      id: string;
      state: Properties;
      oldInputs: Properties;
      inputs: Properties;
      isPreview: boolean;
    },
  ) {
    const { type, name, id, state, oldInputs, inputs, isPreview } = request;
    const outputsBefore = Object.fromEntries(Object.entries(state).filter(([key]) => !(key in oldInputs)));
    if (isPreview) return { ...outputsBefore, ...inputs };
    return attempt(`updating ${type} '${name}'`, async () => {
      const { create, update = create } = resourceType(type, name);
      const resource = await this.resource({ type, name, inputs: withArchives(inputs) });
      const { id: _, ...outputs } = await update({ ...resource, id });
      return { ...outputsBefore, ...inputs, ...outputs };
    });
  }

  /** Deletes a resource, unless somebody else did. */
  async delete(request: Named & { id: string; state: Properties }): Promise<void> {
    const { type, name, id, state } = request;
    await attempt(`deleting ${type} '${name}'`, async () => {
      const resource: ExistingResource = { ...(await this.resource({ type, name, inputs: state })), id };
      const { read, delete: remove } = resourceType(type, name);
      if ((await read(resource)) !== undefined) await remove(resource);
    });
  }

  invoke(token: string, inputs: Properties): Promise<Properties> {
    return callFunction(this.account, { token, inputs: { region: this.region, ...inputs } });
  }

  private async resource({ type, name, inputs }: Named & { inputs: Properties }): Promise<NewResource> {
    const { region = this.region } = inputs;
    return {
      account: this.account,
      region: await this.account.region(String(region)),
      logicalName: name,
      physicalName: name,
      inputs: new ResourceInputs(`${type} ${name}`, inputs),
    };
  }

  private regionOf(type: string, { region = this.region }: Properties): Properties {
    return isGlobal(type) ? {} : { region };
  }
}

/** Inputs with the files of their archives. A state has only an archive's hash. */
function withArchives(inputs: Properties): Properties {
  return Object.fromEntries(
    Object.entries(inputs).map(([key, value]) => [key, runtime.deserializeProperty(value) as unknown]),
  );
}

/** @throws Error that says at what it failed, and by which error of AWS */
async function attempt<T>(what: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    const code = error instanceof Error && "code" in error ? `${String(error.code)}: ` : "";
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`${what}: ${code}${why}`, { cause: error });
  }
}

/** A list of the provider's configuration, which the engine sends as JSON. */
function listIn(value: unknown): unknown[] {
  const list: unknown = typeof value === "string" ? JSON.parse(value) : value;
  return Array.isArray(list) ? list : [];
}
