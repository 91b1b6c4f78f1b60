interface Task {
  at: number;
  sequence: number;
  run: () => Promise<void> | void;
}

/** Ends a repeating task. */
export type Cancel = () => void;

export const second = 1000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;

/** The longest time that users may skip at once. With an hourly schedule it means about nine thousand evaluations. */
export const furthest = 366 * day;

/**
 * The account's virtual time. It moves only when it is advanced, and runs the tasks that become due in order, one at a
 * time. A day passes in milliseconds, and every run has the same result.
 */
export class Clock {
  private time: number;
  private sequence = 0;
  private tasks: Task[] = [];
  private advancing: Promise<void> = Promise.resolve();
  private isStopped = false;

  constructor(start: Date) {
    this.time = start.getTime();
  }

  now(): Date {
    return new Date(this.time);
  }

  /** Now, as AWS writes it into documents: `2026-01-05T09:00:00.000Z`. */
  iso(): string {
    return this.now().toISOString();
  }

  /** Schedules a task, `milliseconds` from now. */
  after(milliseconds: number, run: () => Promise<void> | void): void {
    this.tasks.push({ at: this.time + milliseconds, sequence: this.sequence++, run });
  }

  /** Schedules a repeating task. It first runs one interval from now. Returns what ends it. */
  every(milliseconds: number, run: () => Promise<void> | void): Cancel {
    let isCancelled = false;
    const turn = (at: number): Task => ({
      at,
      sequence: this.sequence++,
      run: async () => {
        if (isCancelled) return;
        await run();
        this.tasks.push(turn(at + milliseconds));
      },
    });
    this.tasks.push(turn(this.time + milliseconds));
    return () => {
      isCancelled = true;
    };
  }

  /** Advances to `time` and runs the tasks that become due. A time in the past leaves the clock unchanged. */
  async advanceTo(time: Date): Promise<void> {
    await this.inTurn(() => this.pass(time));
  }

  async advanceBy(milliseconds: number): Promise<void> {
    await this.inTurn(() => this.pass(new Date(this.time + milliseconds)));
  }

  /** Ends time: nothing more becomes due, also in an advance that is under way. */
  stop(): void {
    this.isStopped = true;
  }

  /** Runs one advance at a time. The next begins when the one before has ended. */
  private inTurn(run: () => Promise<void>): Promise<void> {
    const turn = this.advancing.then(run);
    this.advancing = turn.catch(() => {});
    return turn;
  }

  private async pass(time: Date): Promise<void> {
    for (;;) {
      if (this.isStopped) return;
      const task = this.takeDue(time.getTime());
      if (task === undefined) break;
      this.time = Math.max(this.time, task.at);
      await task.run();
    }
    this.time = Math.max(this.time, time.getTime());
  }

  private takeDue(until: number): Task | undefined {
    let first: Task | undefined;
    for (const task of this.tasks) {
      if (task.at > until) continue;
      if (
        first === undefined ||
        task.at < first.at ||
        (task.at === first.at && task.sequence < first.sequence)
      ) {
        first = task;
      }
    }
    if (first !== undefined) this.tasks.splice(this.tasks.indexOf(first), 1);
    return first;
  }
}
