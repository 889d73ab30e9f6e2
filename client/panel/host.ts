/**
 * The seam to whoever shows the panel. Nothing else in the panel knows VS Code, so that it runs in a plain browser too.
 */
import type { FromPanel, ToPanel } from './contract.ts';
import { isToPanel } from './model/validate.ts';

export interface Host {
  send(message: FromPanel): void;
  /** Called with every message that has the contract's shape. */
  listen(receive: (message: ToPanel) => void): void;
  load(): unknown;
  save(state: unknown): void;
}

/** What VS Code puts into a webview; it may be asked for once only. */
export interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}
declare global {
  interface Window {
    acquireVsCodeApi?: () => VsCodeApi;
  }
}

export function connectHost(): Host {
  const api = window.acquireVsCodeApi?.() ?? plainBrowser();
  return {
    send: (message) => api.postMessage(message),
    listen: (receive) => {
      window.addEventListener('message', (event: MessageEvent<unknown>) => {
        if (isToPanel(event.data)) receive(event.data);
      });
    },
    load: () => api.getState(),
    save: (state) => api.setState(state),
  };
}

/** In a plain browser intents become events of the window, and the state lives in the session storage. */
function plainBrowser(): VsCodeApi {
  const key = 'parapet.panel';
  return {
    postMessage: (message) => window.dispatchEvent(new CustomEvent('parapet-intent', { detail: message })),
    getState: () => {
      const stored = window.sessionStorage.getItem(key);
      return stored === null ? undefined : (JSON.parse(stored) as unknown);
    },
    setState: (state) => window.sessionStorage.setItem(key, JSON.stringify(state)),
  };
}
