"""By aws.iam.get_policy_document and classes of arguments, for a recorder of a few types."""

import pulumi_aws as aws

account = aws.get_caller_identity().account_id


def statement(actions, resources, service=None, conditions=None):
    return aws.iam.GetPolicyDocumentStatementArgs(
        actions=actions,
        resources=resources,
        principals=service
        and [aws.iam.GetPolicyDocumentStatementPrincipalArgs(type="Service", identifiers=[service])],
        conditions=conditions,
    )


for_this_account = [
    aws.iam.GetPolicyDocumentStatementConditionArgs(
        test="StringEquals", variable="aws:SourceAccount", values=[account]
    )
]
role = aws.iam.Role(
    "recorder",
    assume_role_policy=aws.iam.get_policy_document(
        statements=[statement(["sts:AssumeRole"], None, "config.amazonaws.com", for_this_account)]
    ).json,
)
aws.iam.RolePolicy(
    "recorder",
    role=role.id,
    policy=aws.iam.get_policy_document(
        statements=[
            statement(["config:Put*", "xray:GetEncryptionConfig"], ["*"]),
            statement(["s3:PutObject"], ["*"]),
        ]
    ).json,
)

recorder = aws.cfg.Recorder(
    "recorder",
    role_arn=role.arn,
    recording_group=aws.cfg.RecorderRecordingGroupArgs(
        all_supported=False,
        resource_types=["AWS::KMS::Key", "AWS::XRay::EncryptionConfig"],
        recording_strategies=[
            aws.cfg.RecorderRecordingGroupRecordingStrategyArgs(use_only="INCLUSION_BY_RESOURCE_TYPES")
        ],
    ),
)
topic = aws.sns.Topic("stream", name="stream")
arn = f"arn:aws:sns:eu-west-1:{account}:stream"
aws.sns.TopicPolicy(
    "stream",
    arn=topic.arn,
    policy=aws.iam.get_policy_document(
        statements=[
            statement(["sns:Publish"], [arn], "config.amazonaws.com"),
            statement(["sns:Publish"], [arn], "cloudwatch.amazonaws.com", for_this_account),
        ]
    ).json,
)
# The bucket is another team's.
channel = aws.cfg.DeliveryChannel(
    "channel", s3_bucket_name="company-log-archive", sns_topic_arn=arn
)
# Named as the recorder is, and never switched on.
aws.cfg.RecorderStatus("recorder", name=recorder.name, is_enabled=False)

aws.xray.EncryptionConfig("traces", type="KMS", key_id=aws.kms.get_key(key_id="alias/xray-traces").arn)
