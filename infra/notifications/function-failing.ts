import type * as pulumi from "@pulumi/pulumi";

/**
 * What an alarm watches that rings when a function failed on an event for good. Lambda tries an event again after one minute
 * and after two more, and each try may take a minute, so three tries are in three of ten minutes, wherever these begin.
 * A try that fails alone is nobody's business: the next one cures it.
 */
export function functionFailing(region: string, functionName: pulumi.Input<string>) {
  return {
    region,
    namespace: "AWS/Lambda",
    metricName: "Errors",
    dimensions: { FunctionName: functionName },
    statistic: "Sum",
    comparisonOperator: "GreaterThanThreshold",
    threshold: 0,
    period: 60,
    evaluationPeriods: 10,
    datapointsToAlarm: 3,
    // A function that is not invoked is not cured. The alarm ends when a run went well, and so does not flap meanwhile.
    treatMissingData: "ignore",
  };
}
