import type { ComposeText } from './text.ts';
import { hole } from './text.ts';
import { maskVariables } from './volumes.ts';

/** The password's place in an address or a list of settings. */
export interface Credential {
  readonly password: ComposeText;
  /** The host that it is for, as far as it is written. */
  readonly host: string | undefined;
  /** The user's name, as it is written. */
  readonly user: string | undefined;
}

/** RFC 3986, 3.2.1: `user:password@`; the password goes to the last `@` before the path. */
const inUrl = /\b[a-z][a-z0-9+.-]*:\/\/([^\s:@/'"]*):([^\s/'"]+)@([^\s/@:,?#'"]+)/gi;
/** `jdbc:mysql://db/shop?user=a&password=b`, and lists such as `Server=db;User Id=a;Password=b` and `host=db password=b`. */
const inList = /(?:^|[?&;\s])(?:password|pwd|passwd)\s*=\s*([^&;\s'"]+)/gi;
const listSigns =
  /jdbc:|[?&](?:user|username)=|\b(?:server|data source|host|user id|uid|username|user|dbname|database)\s*=/i;

/** No address is as long; beyond it the patterns would take their time. */
const longestAddress = 4000;

/** Passwords that are written out in a text, defaults of variables included. */
export function credentialsIn(text: ComposeText): readonly Credential[] {
  if (text.source.length > longestAddress) return [];
  const masked = maskVariables(text);
  const { start } = text.template;
  const found: Credential[] = [];
  for (const match of masked.matchAll(inUrl)) {
    const [whole, user = '', password = '', host] = match;
    const at = start + match.index + whole.indexOf('://') + 3 + user.length + 1;
    const part = text.slice(at, at + password.length);
    if (isWritten(part)) found.push({ password: part, host: host?.includes(hole) ? undefined : host, user });
  }
  if (found.length > 0 || !listSigns.test(masked)) return found;
  for (const match of masked.matchAll(inList)) {
    const value = match[1] ?? '';
    const at = start + match.index + match[0].length - value.length;
    const part = text.slice(at, at + value.length);
    if (isWritten(part)) found.push({ password: part, host: undefined, user: undefined });
  }
  return found;
}

export function hasCredentials(text: ComposeText): boolean {
  return credentialsIn(text).length > 0;
}

/** Something of it can be read here: letters or digits that are no variable's, or a variable's default. */
function isWritten(part: ComposeText): boolean {
  const known = part.filled(() => '');
  return /[\p{L}\p{N}]/u.test(known) && !/^(?:<.*>|\*+|x+|\.\.\.)$/i.test(known);
}
