// Where AWS Config records X-Ray's encryption setting, and where it remediates, by its Developer Guide: "Resource Coverage by
// Region Availability" and "Remediating Noncompliant Resources with AWS Config". The coverage table has no row for the type
// in China and GovCloud. Of Regions that the public guide leaves out the local account supposes that nothing works.

const notRecorded = /^(?:ca-west-1|ap-southeast-5|me-south-1|cn-.*|us-gov-.*|eusc-.*|.*-iso.*)$/;
const notRemediated = /^(?:ap-southeast-[567]|ap-east-2|mx-central-1|cn-.*|eusc-.*|.*-iso.*)$/;

/** Whether AWS Config records the setting in a Region. Where not, the type can be listed all the same. */
export function isRecordedIn(region: string): boolean {
  return !notRecorded.test(region);
}

/** Whether AWS Config takes remediation configurations in a Region. */
export function isRemediatedIn(region: string): boolean {
  return !notRemediated.test(region);
}
