/** The team's policy, at the root of the workspace. */
export const policyFileName = '.parapet.yaml';
