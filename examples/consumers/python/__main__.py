import pulumi
from pulumi_xray_encryption_guard import XrayEncryptionGuard

guard = XrayEncryptionGuard("guard", desired_key="alias/xray-traces", notify=["security@example.com"])

pulumi.export("rule", guard.regions["eu-west-1"].rule_arn)
