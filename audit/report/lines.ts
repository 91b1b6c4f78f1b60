import type { EncryptionSetting } from "../../rule/decision/setting";
import { formatLength, formatTime } from "../cli/format";
import type { TimelineEntry } from "../evidence/entries";
import type { Gap } from "../evidence/gaps";
import { gapInWords, knownByInWords, recordedInWords, timeInWords, whoInWords } from "../evidence/sentences";
import type { SettingChange, SettingPeriod } from "../evidence/setting-track";
import type { EncryptionCall, ItemSource } from "../evidence/sources";
import type { VerdictPeriod } from "../evidence/verdict-track";
import type { FileNumbers } from "./file-numbers";
import { type Html, html } from "./html";
import { badge } from "./verdict";

/** A line of the report: what it says, and what it comes from. */
function line(className: string, what: Html, source: Html = null, id?: string): Html {
  return html`<li class=${className} id=${id}>
    <p>${what}</p>
    ${
      source === null
        ? null
        : html`${" "}
            <p class="source">${source}</p>`
    }
  </li>`;
}

/** What lines of a Region have in common: the files that they refer to, and the keys that go by their ID. */
export interface LineContext {
  files: FileNumbers;
  account: string;
  region: string;
}

/** An entry of a timeline, whatever it is. */
export function entryLine(entry: TimelineEntry, context: LineContext): Html {
  const { files } = context;
  switch (entry.kind) {
    case "change":
      return changeLine(entry, context);
    case "unexplained":
      return line(
        "unexplained",
        html`${time(entry.at)}
          <span class="soft">time of AWS Config’s record</span>
          ${" AWS Config recorded "}${value(entry.setting, context)}; no call in CloudTrail explains it.`,
        itemSource(entry.item, files, entry.at),
      );
    case "verdict":
      return verdictLine({ ...entry, from: entry.at, to: entry.until, why: undefined }, files);
    case "gap":
      return gapLine({ of: entry.of, why: entry.why, from: entry.at, to: entry.until });
  }
}

/**
 * A change, from and to, who made it, and by what that is known.
 *
 * @param period what the setting then was, and until when; undefined where that is not known
 * @param id of the line
 */
export function changeLine(
  change: SettingChange,
  context: LineContext,
  period?: SettingPeriod,
  id?: string,
): Html {
  const { from, to, who, item } = change;
  const calls = who.is === "caller" ? [who.call] : who.is === "candidates" ? who.calls : [];
  const { files } = context;
  // The item says when it was recorded.
  const recorded = item?.read === undefined ? recordedInWords(change) : "";
  const notes = [recorded, knownByInWords(from) && `from: ${knownByInWords(from)}`];
  const what = html`${time(change.at)} <span class="soft">${timeInWords(change)}</span>${" "}
    <span class="what"
      >${"from "}${value(from?.setting, context)}${" to "}${value(to, context)}${period && html`<span class="until">, until ${time(period.to)}</span>`}</span
    >${" "}
    <span class="by">${namesIn(whoInWords(who), context.account)}</span>
    ${notes.filter(Boolean).map((note) => html`${" "}<span class="soft note">${note}</span>`)}`;
  const isTold = who.is === "caller";
  const source = html`${calls.map((call) => callSource(call, files, isTold))}${itemSource(item, files)}`;
  return line("change", what, source, id);
}

/** A time in which the setting was what it had been before. */
export function periodLine({ from, to, setting, by }: SettingPeriod, context: LineContext, id: string): Html {
  const source = by === "call" ? "by CloudTrail’s calls" : "by AWS Config’s record";
  return line(
    "period",
    html`${time(from)} to ${time(to)}: ${value(setting, context)}, as before, ${source}.`,
    null,
    id,
  );
}

/** What the rule said, from when to when. */
export function verdictLine(period: VerdictPeriod, files: FileNumbers, id?: string): Html {
  const { from, to, complianceType, why, item } = period;
  const what = html`${time(from)}${" to "}${time(to)}${" "}
    <span class="length">${formatLength(to.getTime() - from.getTime())}</span>${" "}${badge(complianceType)}
    ${why === undefined ? null : html`${" "}<span class="soft why">${why}</span>`}`;
  return line("said", what, itemSource(item, files, from), id);
}

/** What is not known, and why. */
export function gapLine(gap: Gap): Html {
  return line("gap", html`${time(gap.from)}${" to "}${time(gap.to)}: ${gapInWords(gap)}.`);
}

function time(at: Date): Html {
  const iso = at.toISOString();
  return html`<time datetime=${iso}>${formatTime(iso)}</time>`;
}

/** A sentence in which the users and role sessions of an account go by their name in it, instead of their ARN. */
export function namesIn(sentence: string, account: string): string {
  return sentence.replaceAll(/\barn:[\w-]+:(?:sts|iam)::(\d+):/g, (lead, of: string) =>
    of === account ? "" : lead,
  );
}

/** A setting as it is recorded; of a key of this account and Region the ID. */
function value(setting: EncryptionSetting | undefined, { account, region }: LineContext): Html {
  if (setting === undefined) return html`<code>not known</code>`;
  if (setting.type === "NONE") return html`<code>NONE</code>`;
  const [, id = setting.keyId] = setting.keyId.split(`:kms:${region}:${account}:key/`);
  return html`<code>${id}</code>`;
}

/** @param isTold whether the line says which event it is */
function callSource({ eventId, read, file }: EncryptionCall, files: FileNumbers, isTold: boolean): Html {
  if (read === undefined) return null;
  const where = file === undefined ? "" : `, ${files.of(file)}`;
  return html`${isTold ? "" : `Event ${eventId}: `}${read.call} ${formatTime(read.at)}${where}.${" "}`;
}

/** @param told the time that the line says; another one of the item is said with it */
function itemSource(item: ItemSource | undefined, files: FileNumbers, told?: Date): Html {
  if (item?.read === undefined) return null;
  const { stateId, capturedAt, read, file } = item;
  const captured = formatTime(capturedAt);
  const of = told !== undefined && formatTime(told) === captured ? "" : ` of ${captured}`;
  const where = file === undefined ? "no delivered file found" : files.of(file);
  return html`Item ${stateId ?? "without a state ID"}${of}: ${read.call} ${formatTime(read.at)}, ${where}.`;
}
