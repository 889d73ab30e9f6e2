/** Network addresses in the texts of a Dockerfile. */

/** The host of `scheme://user@host:port/path`; undefined when the text is no such address. */
export function hostOf(url: string): string | undefined {
  const match = /^[a-z][a-z0-9+.-]*:\/\/(?:[^@/\s]*@)?(\[[^\]]*\]|[^/:?#\s]*)/i.exec(url);
  return match?.[1]?.toLowerCase().replace(/^\[|\]$/g, '');
}

/** The address stays on the machine, or in a network of its own where a name has one label. */
export function isLocalHost(host: string): boolean {
  return (
    host === '' ||
    /^(?:localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|::1|::|0:0:0:0:0:0:0:1)$/.test(host) ||
    /\.(?:local|localhost|internal|svc|lan|test|example|invalid)$/.test(host) ||
    host.endsWith('.svc.cluster.local') ||
    /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|169\.254\.)/.test(host) ||
    (!host.includes('.') && !host.includes(':'))
  );
}

/** Names of XML vocabularies: they look like addresses, and nothing is fetched from them. */
export function isVocabulary(url: string): boolean {
  return /^http:\/\/(?:www\.w3\.org|schemas\.[\w.-]+|xmlns\.[\w.-]+|java\.sun\.com\/xml|maven\.apache\.org\/(?:POM|xsd|SETTINGS)|www\.springframework\.org\/schema|purl\.org|json-schema\.org|www\.sitemaps\.org)/i.test(
    url,
  );
}

/** An address as it may be shown: without user, password and query, where tokens travel. */
export function shown(url: string): string {
  return url.replace(/\/\/[^@/\s]*@/, '//').replace(/\?[^#\s]*/, '?…');
}
