import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { startServer } from './server.ts';

// `parapet serve --stdio`, or the editor's own pipe: the library reads the transport from the arguments.
startServer(createConnection(ProposedFeatures.all));
