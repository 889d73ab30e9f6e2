/** An absolute http address that every parser reads alike: no user, no fragment, a host of valid labels. */
export function isAbsoluteUrl(text: string): boolean {
  const match = /^https?:\/\/([^/?#\\@\s]+)(?:[/?][^#\s`"<>\\^{}|]*)?$/i.exec(text);
  const authority = match?.[1];
  if (authority === undefined) return false;
  if (/^\[[0-9a-f:.]+\](?::\d{1,5})?$/i.test(authority)) return true;
  const host = authority.replace(/:\d{1,5}$/, '').replace(/\.$/, '');
  return (
    host.length <= 253 && host.split('.').every((label) => /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/i.test(label))
  );
}

/** The part of an address that is a credential: user information, or a query key that names a secret. */
export function secretInUrl(
  text: string,
): { readonly span: readonly [number, number]; readonly what: string } | undefined {
  const user = /^[a-z][a-z0-9+.-]*:\/\/([^/?#@{}]*:[^/?#@{}]+@)/i.exec(text);
  if (user?.[1] !== undefined) {
    const start = text.indexOf('://') + 3;
    return { span: [start, start + user[1].length], what: 'a user name and password' };
  }
  const query = /[?&]((?:access_?token|api_?key|token|key|sig|signature|secret|password)=[^&#{}]+)/i.exec(text);
  if (query?.[1] === undefined) return undefined;
  return { span: [query.index, query.index + query[0].length], what: 'a key in its query' };
}
