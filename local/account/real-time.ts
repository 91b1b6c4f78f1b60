import type { Clock } from "./clock";

/** How often a real clock moves the account's. Milliseconds. */
const tick = 200;

/** Lets the account's clock run with the real one, ahead of it by what it was advanced. */
export class RealTime {
  private readonly timer: NodeJS.Timeout;
  private ahead: number;
  private busy = false;

  /** @param failed called with what went wrong in something that fell due; time goes on */
  constructor(
    private readonly clock: Clock,
    private readonly failed: (error: unknown) => void,
  ) {
    // A deployment that waits for something takes virtual time only.
    this.ahead = Math.max(0, clock.now().getTime() - Date.now());
    this.timer = setInterval(() => void this.follow(), tick);
  }

  /** Lets this much more time pass, and all that falls due in it happen. */
  async advance(milliseconds: number): Promise<void> {
    this.ahead += milliseconds;
    await this.reach();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private async follow(): Promise<void> {
    // What takes longer than a tick must not pile up.
    if (this.busy) return;
    this.busy = true;
    await this.reach();
    this.busy = false;
  }

  private async reach(): Promise<void> {
    const target = new Date(Date.now() + this.ahead);
    for (;;) {
      try {
        await this.clock.advanceTo(target);
        return;
      } catch (error) {
        // What failed is no longer due; the rest still is.
        this.failed(error);
      }
    }
  }
}
