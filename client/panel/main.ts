/**
 * Entry of the threat-model view, bundled to dist/panel.js and dist/panel.css.
 *
 * The page that hosts it must give:
 * - a `<title>` and `<html lang>`; the style sheet by `<link>`, the script by `<script nonce>` at the end of the body;
 * - `<body data-layout-src="...">`: the address of dist/elk-worker.min.js, by `webview.asWebviewUri`. Without it the
 *   picture is a plain grid;
 * - this content security policy (nothing more is needed; why `connect-src` and workers from `blob:` are, says layout/worker.ts; images are the picture on its way to the
 *   clipboard):
 *     default-src 'none'; script-src 'nonce-N'; style-src ${webview.cspSource}; connect-src ${webview.cspSource};
 *     worker-src blob:; img-src blob:
 * - `localResourceRoots` that hold dist/.
 * `retainContextWhenHidden` is not needed: send the newest snapshot and selection whenever the panel says `ready`.
 */
import './panel.css';
import { connectHost } from './host.ts';
import { elkEngine } from './layout/worker.ts';
import { Panel } from './panel.ts';

const source = document.body.dataset['layoutSrc'];
const engine = source === undefined || source === '' ? null : elkEngine(source);
// The engine takes longest; it starts while the host still gathers the snapshot.
engine?.warmUp();
new Panel(connectHost(), engine);
