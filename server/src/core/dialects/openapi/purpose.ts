import type { Operation } from './operation.ts';
import { hasPhrase, wordsOf } from './words.ts';

/**
 * What an operation is for, where that decides what may be asked of its callers: nobody can send a token in order to
 * get one, and a probe has none.
 */
export type Purpose = 'health' | 'sign-in' | 'metadata' | 'preflight';

const health = [
  'health',
  'healthz',
  'healthcheck',
  'health check',
  'livez',
  'liveness',
  'live',
  'alive',
  'readyz',
  'ready',
  'readiness',
  'ping',
  'heartbeat',
  'startup',
];

const signIn = [
  'login',
  'log in',
  'logon',
  'signin',
  'sign in',
  'signup',
  'sign up',
  'register',
  'registration',
  'oauth token',
  'oauth2 token',
  'connect token',
  'auth token',
  'authorize',
  'authenticate',
  'forgot password',
  'password forgot',
  'password reset',
  'reset password',
  'forgot',
  'refresh token',
  'token refresh',
  'auth refresh',
  'auth session',
  'auth sessions',
  'login session',
  'auth callback',
  'oauth callback',
  'oauth2 callback',
  'oidc callback',
  'sso callback',
  'login callback',
  'saml acs',
  'saml callback',
  'verify email',
  'otp',
  'mfa',
];

const metadata = [
  'well known',
  'jwks',
  'jwks json',
  'openapi json',
  'openapi yaml',
  'swagger json',
  'api docs',
  'robots txt',
  'favicon ico',
  'version',
];

/** Decided by the last literal segment, or the last two: `/users/{id}/login-history` is no sign-in. */
export function purposeOf(operation: Operation): Purpose | undefined {
  if (operation.method === 'options') return 'preflight';
  const { segments } = operation;
  const last = wordsOf(segments.at(-1) ?? '');
  const lastTwo = [...wordsOf(segments.at(-2) ?? ''), ...last];
  const is = (phrases: readonly string[]): boolean =>
    phrases.includes(last.join(' ')) || phrases.includes(lastTwo.join(' '));
  const reads = operation.method === 'get' || operation.method === 'head';
  if (reads && is(health)) return 'health';
  if (reads && (is(metadata) || hasPhrase(segments.flatMap(wordsOf), ['well known', 'jwks']))) return 'metadata';
  if (is(signIn) || (operation.method === 'post' && last.join(' ') === 'token')) return 'sign-in';
  // Whoever begins a session of the API itself signs in; a checkout or a training has sessions, too.
  const own = segments.filter((it) => !/^(?:api|v\d+)$/i.test(it));
  if (operation.method === 'post' && own.length === 1 && /^sessions?$/i.test(own[0] ?? '')) return 'sign-in';
  return undefined;
}
