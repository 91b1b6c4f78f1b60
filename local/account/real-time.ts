import type { Clock } from "./clock";

/** How often the account's clock follows real time. Milliseconds. */
const tick = 200;

/** Keeps the account's clock running with real time, ahead of it by the time that was skipped. */
export class RealTime {
  private readonly timer: NodeJS.Timeout;
  private ahead: number;
  private busy = false;

  /** @param failed called with the error of a task that failed; the clock goes on */
  constructor(
    private readonly clock: Clock,
    private readonly failed: (error: unknown) => void,
  ) {
    // A deployment waits in virtual time, so the account's clock may be ahead already.
    this.ahead = Math.max(0, clock.now().getTime() - Date.now());
    this.timer = setInterval(() => void this.follow(), tick);
  }

  /** Skips this much time and runs the tasks that become due. */
  async advance(milliseconds: number): Promise<void> {
    this.ahead += milliseconds;
    await this.reach();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private async follow(): Promise<void> {
    // Skip a tick while the one before is still running.
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
        // The failed task is no longer due. The others still are.
        this.failed(error);
      }
    }
  }
}
