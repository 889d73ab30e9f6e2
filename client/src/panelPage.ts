import * as vscode from 'vscode';

/**
 * The page of the threat-model view. It holds no data: the script draws what messages bring. The policy lets in our own
 * script and style, and for the layout a worker made from our own text; nothing else, from nowhere else.
 *
 * A webview cannot start a worker from a file. So the page tells the script, on its body, where the text of the layout
 * engine lies (`data-layout-src`); the script fetches it and makes the worker itself.
 */
export function panelPage(webview: vscode.Webview, dist: vscode.Uri): string {
  const nonce = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
  const address = (file: string): string => webview.asWebviewUri(vscode.Uri.joinPath(dist, file)).toString();
  const policy = [
    "default-src 'none'",
    `style-src ${webview.cspSource}`,
    `script-src 'nonce-${nonce}'`,
    'worker-src blob:',
    // The picture on its way to the clipboard is an image that the script makes.
    'img-src blob:',
    `connect-src ${webview.cspSource}`,
  ].join('; ');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>Threat Model</title>
<link rel="stylesheet" href="${address('panel.css')}">
</head>
<body data-layout-src="${address('elk-worker.min.js')}">
<script nonce="${nonce}" src="${address('panel.js')}"></script>
</body>
</html>`;
}
