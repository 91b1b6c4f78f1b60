"""As in many articles: documents by json.dumps, names by hand, and an alert by EventBridge."""

import json

import pulumi
import pulumi_aws as aws

account = aws.get_caller_identity().account_id
region = aws.get_region().region


def trust(service):
    return json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
            ],
        }
    )


role = aws.iam.Role(
    "xray-check",
    name="xray-check",
    assume_role_policy=trust("lambda.amazonaws.com"),
    inline_policies=[
        {
            "name": "evaluate",
            "policy": json.dumps(
                {
                    "Version": "2012-10-17",
                    "Statement": [
                        {
                            "Effect": "Allow",
                            "Action": ["config:PutEvaluations", "xray:GetEncryptionConfig"],
                            "Resource": "*",
                        },
                        {
                            "Sid": "Logs",
                            "Effect": "Allow",
                            "Action": ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
                            "Resource": "*",
                        },
                    ],
                }
            ),
        }
    ],
)

function = aws.lambda_.Function(
    "xray-check",
    name="xray-check",
    role=role.arn,
    runtime="python3.13",
    handler="index.handler",
    code=pulumi.AssetArchive({"index.py": pulumi.StringAsset("def handler(event, context):\n    pass\n")}),
)

# The account, but not as the account that AWS Config acts for.
aws.lambda_.Permission(
    "config",
    action="lambda:InvokeFunction",
    function=function.name,
    principal="config.amazonaws.com",
    source_arn=f"arn:aws:config:{region}:{account}:config-rule/*",
)

aws.cfg.Rule(
    "xray-check",
    name="xray-check",
    source={
        "owner": "CUSTOM_LAMBDA",
        "source_identifier": function.arn,
        "source_details": [
            {"message_type": "ScheduledNotification", "maximum_execution_frequency": "TwentyFour_Hours"},
            {"message_type": "ConfigurationItemChangeNotification"},
        ],
    },
)

topic = aws.sns.Topic(
    "alerts",
    name="alerts",
    policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Sid": "Events",
                    "Effect": "Allow",
                    "Principal": {"Service": "events.amazonaws.com"},
                    "Action": "sns:Publish",
                    "Resource": f"arn:aws:sns:{region}:{account}:alerts",
                }
            ],
        }
    ),
)
rule = aws.cloudwatch.EventRule(
    "compliance",
    name="compliance",
    event_pattern=json.dumps({"source": ["aws.config"], "detail-type": ["Config Rules Compliance Change"]}),
)
aws.cloudwatch.EventTarget("compliance", rule=rule.name, arn=topic.arn)

# Another function of the same program, which evaluates nothing.
aws.lambda_.Permission(
    "events",
    action="lambda:InvokeFunction",
    function="reporter",
    principal="events.amazonaws.com",
    source_arn=f"arn:aws:events:{region}:{account}:rule/compliance",
)

aws.xray.EncryptionConfig("traces", type="KMS", key_id="alias/xray-traces")
