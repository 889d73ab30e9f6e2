import { setFlagsFromString } from 'node:v8';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { startServer } from './server.ts';

// Left alone, the engine lets garbage grow to twice or three times what is in use before it is collected. A server that
// rests between keystrokes beside an editor has time to collect it at a third, and the memory is somebody else's.
setFlagsFromString('--heap-growing-percent=30');

// `parapet serve --stdio`, or the editor's own pipe: the library reads the transport from the arguments.
startServer(createConnection(ProposedFeatures.all));
