// Names that the template, the guardrail and the fleet's stack files have in common.

/** What the names of everything begin with that the guard's stack makes. */
export const guard = "xray-encryption-guard";

/** The role that `pulumi up` runs as. Not under the guard's name: it may change what is, and so not itself. */
export const deployer = "pulumi-deployer";

/** The role that `pulumi preview` runs as, for pull requests and the nightly check. */
export const previewer = "pulumi-previewer";

/** The policy that bounds each role of the guard: `permissionsBoundary` in the fleet's stack files. */
export const boundary = `${guard}-boundary`;

/** GitHub's issuer of tokens, as IAM names a provider. */
export const issuer = "token.actions.githubusercontent.com";

/** Whom GitHub's tokens are for: what aws-actions/configure-aws-credentials asks for. */
export const audience = "sts.amazonaws.com";
