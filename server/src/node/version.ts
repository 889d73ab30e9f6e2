/** Set by the bundler from package.json. */
declare const PARAPET_VERSION: string;
export const VERSION = typeof PARAPET_VERSION === 'string' ? PARAPET_VERSION : '0.0.0';
