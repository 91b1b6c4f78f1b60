/** Properties as the engine sends them: unknown values and archives are marked by strings and objects of its own. */
export type Properties = Record<string, unknown>;

/** The resource that a request is about. */
export interface Named {
  /** `aws:sns/topic:Topic` */
  type: string;
  name: string;
}
