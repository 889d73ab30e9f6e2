import type { View } from '../../syntax/view.ts';
import type { SecurityScheme } from './security.ts';

const flowKeys = ['authorizationUrl', 'tokenUrl', 'refreshUrl', 'deviceAuthorizationUrl'];
const schemeKeys = ['openIdConnectUrl', 'oauth2MetadataUrl'];

/** An address at which credentials are exchanged. */
export interface OAuthUrl {
  readonly key: string;
  readonly view: View;
  readonly flow: string | undefined;
}

/** Every endpoint that a scheme names, in 2.0 and in each flow of 3.x. */
export function oauthUrls(scheme: SecurityScheme): readonly OAuthUrl[] {
  const own = schemeKeys.map((key) => ({ key, view: scheme.view.get(key), flow: undefined }));
  const flows = scheme.flows.flatMap((flow) =>
    flowKeys.map((key) => ({ key, view: flow.view.get(key), flow: flow.name })),
  );
  return [...own, ...flows].filter((it) => it.view.exists);
}
