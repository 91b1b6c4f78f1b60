import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { visibleIn, visibleLines } from "../cli/visible";
import type { Notification } from "./account/journal";

/** One message to several people is one message: `to` then names all of them. */
export function together(notifications: readonly Notification[]): Notification[] {
  const merged = new Map<string, Notification>();
  for (const one of notifications) {
    const key = JSON.stringify([one.at, one.topic, one.subject, one.message]);
    const before = merged.get(key);
    merged.set(key, before === undefined ? one : { ...one, to: `${before.to}, ${one.to}` });
  }
  return [...merged.values()];
}

/** A message whole, as a mail program shows it. */
export function messageLines(notification: Notification): string[] {
  const { to, topic, subject, message } = visibleIn(notification, visibleLines);
  return [`To:      ${to}`, `From:    topic ${topic}`, `Subject: ${subject}`, "", ...message.split("\n")];
}

/** Writes each message as a file of its own, in order; what an earlier run wrote there is deleted. */
export function writeMessages(notifications: readonly Notification[], directory: string): void {
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  for (const [index, one] of together(notifications).entries()) {
    const file = `${String(index + 1).padStart(3, "0")}-${one.at.replace(/\..*/, "").replaceAll(":", "-")}.txt`;
    writeFileSync(path.join(directory, file), `${messageLines(one).join("\n")}\n`);
  }
}
