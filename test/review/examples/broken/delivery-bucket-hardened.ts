import * as aws from "@pulumi/aws";

const bucket = new aws.s3.Bucket("history");
new aws.cfg.DeliveryChannel("channel", { s3BucketName: bucket.bucket });
