/** The browser of the tests: Debian's Chromium, without a sight of anything outside the loopback address. */
import { type Browser, chromium, type Page } from 'playwright-core';
import { findChromium } from '../../scripts/lib/chromium.mjs';

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: findChromium(),
    args: [
      // Test machines are often containers: no user namespaces for the sandbox, a small /dev/shm, no graphics card.
      '--no-sandbox',
      '--disable-dev-shm-usage',
      '--disable-gpu',
      // What the browser would ask on its own behalf.
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-domain-reliability',
      '--disable-sync',
      '--no-default-browser-check',
      '--no-first-run',
      '--no-pings',
      // Every other name fails at once instead of waiting for a resolver.
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
    ],
  });
}

/**
 * A name that no resolver is ever asked for: VS Code's own service worker answers it with the extension's files. As every
 * name but the loopback address fails here, a view that loads its script this way proves it.
 */
const insideWebview = /\.vscode-resource\.vscode-cdn\.net$/;

/** Notes every request of the page to another place than this machine; the set stays empty when there is none. */
export function watchRequestsOutside(page: Page): ReadonlySet<string> {
  const outside = new Set<string>();
  const note = (address: string): void => {
    const url = new URL(address);
    const asksNetwork = ['http:', 'https:', 'ws:', 'wss:'].includes(url.protocol) && !insideWebview.test(url.hostname);
    if (asksNetwork && url.hostname !== '127.0.0.1') outside.add(`${url.origin}${url.pathname}`);
  };
  page.on('request', (request) => note(request.url()));
  page.on('websocket', (socket) => note(socket.url()));
  return outside;
}
