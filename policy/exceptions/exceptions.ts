import { covers, type Exception } from "./exception";

/** The exceptions that apply in this process, and what became of them. */
export class Exceptions {
  private configured: readonly Partial<Exception>[] = [];
  private applying: readonly Exception[] = [];
  private readonly used = new Set<Exception>();
  private readonly open = new Set<Exception>();

  /**
   * Takes the configured ones. Each resource brings them; they are read once.
   *
   * @param applies tells those that excuse from those that do not
   */
  take(
    configured: readonly Partial<Exception>[],
    applies: (one: Partial<Exception>) => one is Exception,
  ): void {
    if (configured === this.configured) return;
    this.configured = configured;
    this.applying = configured.filter(applies);
    this.forget();
  }

  /** Begins anew: what was excused before does not count. */
  forget(): void {
    this.used.clear();
    this.open.clear();
  }

  /** The first that is for a policy at a resource. It counts as used. */
  excuse(policy: string, urn: string): Exception | undefined {
    const found = this.applying.find((exception) => covers(exception, policy, urn));
    if (found !== undefined) this.used.add(found);
    return found;
  }

  /**
   * Keeps in mind that a policy could not judge yet.
   *
   * @param urn the resource; undefined for the whole stack
   */
  leaveOpen(policy: string, urn: string | undefined): void {
    for (const exception of this.applying) {
      if (urn === undefined ? exception.policy === policy : covers(exception, policy, urn))
        this.open.add(exception);
    }
  }

  /** Those that excused nothing, and whether a policy could not judge yet what they are for. */
  unused(): { exception: Exception; isOpen: boolean }[] {
    return this.applying
      .filter((exception) => !this.used.has(exception))
      .map((exception) => ({ exception, isOpen: this.open.has(exception) }));
  }
}
