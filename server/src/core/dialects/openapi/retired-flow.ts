import { blank, type Patch } from '../../fix/patch.ts';
import type { Reporter } from '../../rules/rule.ts';
import { fix, setKey } from './fixes.ts';
import { placesOf, relatedUses, reportUses, useText } from './scheme-use.ts';
import type { OAuthFlow, SecurityScheme } from './security.ts';

/** A flow that OAuth 2.1 has left out, with what is wrong with it. */
export interface RetiredFlow {
  /** Its name in 3.x. */
  readonly name: string;
  /** Completes "offers the ...". */
  readonly offer: string;
  /** Completes "requires the scheme, ..." where it is used. */
  readonly fault: string;
  /** The address that the authorization code flow needs besides its own. */
  readonly address: { readonly key: string; readonly example: string };
  /** Ids of other tools that answer for the declaration, and those for its uses. */
  readonly declared: readonly string[];
  readonly used: readonly string[];
}

/** The scopes that are required somewhere and that only this flow declares go to the flow that takes its place. */
function keepScopes(scheme: SecurityScheme, flow: OAuthFlow): readonly Patch[] {
  const others = scheme.flows.filter((it) => it !== flow);
  const heir = others.find((it) => it.name === 'authorizationCode');
  if (!heir) return [];
  const required = new Set(placesOf(scheme).flatMap(({ view }) => view.items.flatMap((it) => it.text ?? [])));
  return flow.scopes.entries
    .filter(([name]) => required.has(name) && others.every((it) => !it.scopes.has(name)))
    .map(([name, text]) => setKey(heir.scopes, name, text.text ?? ''));
}

/** Reports a scheme that offers the flow, and where it is required; the fix is the authorization code flow with PKCE. */
export function reportRetiredFlow(scheme: SecurityScheme, retired: RetiredFlow, report: Reporter): void {
  const flow = scheme.flows.find((it) => it.name === retired.name);
  if (!flow) return;
  const { is2 } = scheme.document;
  const strong = scheme.flows.some((it) => it.name === 'authorizationCode');
  const places = placesOf(scheme);
  const { key, example } = retired.address;
  const address = flow.view.has(key) ? [] : [setKey(flow.view, key, blank(example))];
  reportUses(scheme, retired.fault, retired.used, report);
  report({
    at: is2 ? flow.view.get('flow').anchor('value') : flow.view.anchor('key'),
    message: `"${scheme.name}" offers the ${retired.offer}; ${useText(places)}. Use the authorization code flow with PKCE.`,
    ...(places.length > 0 ? {} : { equivalents: retired.declared }),
    related: relatedUses(places),
    fixes: strong
      ? [fix('Remove the flow', 'behaviour', ...keepScopes(scheme, flow), { op: 'remove', at: flow.view.anchor() })]
      : [
          fix(
            'Use the authorization code flow',
            address.length > 0 ? 'needs-value' : 'behaviour',
            ...address,
            is2
              ? setKey(flow.view, 'flow', 'accessCode')
              : { op: 'rename', at: flow.view.anchor(), key: 'authorizationCode' },
          ),
        ],
  });
}
