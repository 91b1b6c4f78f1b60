import { notRecordedIn, regionSources } from "../rule/decision/region-support";
import { historyRegion } from "./settings/regions";
import type { Settings } from "./settings/settings";

const cure =
  "add an e-mail address, an https:// endpoint or the ARN of an SQS queue, such as security@example.com.";
const tellsNobody = `notify is empty, so this stack subscribes nobody to its alerts, and nobody hears it if the notifier fails: ${cure}`;
/** An alarm acts only on a topic of its own Region. */
const tellsTopics = `notify is empty, so nobody hears it if the notifier fails, because that alarm reaches the stack's own topic alone; the topics of notifyTopics are told of all else: ${cure}`;

/**
 * What a guard with these settings does not do and people would expect of it. Each is one sentence with the cure, for
 * `pulumi up` to show.
 */
export function warningsFor(settings: Settings): string[] {
  const { notify, notifyTopics, desiredKey, desiredKeyByRegion, regions, recordedRegions } = settings;
  const usesDefault = regions.some((region) => !(region in desiredKeyByRegion));
  return [
    ...(notify.length === 0 ? [notifyTopics.length === 0 ? tellsNobody : tellsTopics] : []),
    ...(desiredKey === "any" && usesDefault
      ? [
          "desiredKey is any, so every KMS key is COMPLIANT, one that AWS manages included: name the key that you want, such as alias/xray-traces.",
        ]
      : []),
    ...(settings.alarmOnRecorder && settings.trigger === "change"
      ? [
          "With trigger change nothing runs on schedule, so nothing looks at AWS Config's recorder, delivery channel and rule: set trigger to both, or alarmOnRecorder to false if something else looks at them.",
        ]
      : []),
    ...regions.filter((region) => !recordedRegions.includes(region)).map(onScheduleOnly),
    ...(settings.historyBucket === "" ? [] : deliversWhere(historyRegion(recordedRegions))),
  ];
}

/** Of a bucket that the stack does not make nobody knows here where it is. */
function deliversWhere(region: string | undefined): string[] {
  if (region === undefined) return [];
  return [
    `From ${region} AWS Config delivers only to a bucket of ${region}: see that the one in historyBucket is there, as \`npm run audit -- preflight\` does.`,
  ];
}

function onScheduleOnly(region: string): string {
  const why = notRecordedIn(region).replace(/^w/, "W");
  return `${why} (as of ${regionSources.date}), so only the schedule judges it there, and there is no history: name the Region under supportedRegions if AWS Config records it there now.`;
}
