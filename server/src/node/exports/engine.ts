import { Worker } from 'node:worker_threads';
import type { toElk } from '../../../../client/panel/layout/elk.ts';

/** A graph in elkjs' form. */
type ElkGraph = ReturnType<typeof toElk>;

/** Milliseconds that a picture may take; a grid is drawn instead of one that takes longer. */
const deadline = 20_000;

/**
 * What the thread runs. Without a page or a worker around it, elkjs' script hands out a stand-in for a worker that
 * answers the messages of the real one (elkjs, README, "Web Workers").
 */
const thread = `
const { parentPort, workerData } = require('node:worker_threads');
const engine = new (require(workerData).Worker)();
engine.onmessage = (message) => parentPort.postMessage(message.data);
engine.postMessage({ id: 0, cmd: 'register', algorithms: ['layered'] });
parentPort.on('message', (graph) => engine.postMessage({ id: 1, cmd: 'layout', graph, layoutOptions: {}, options: {} }));
`;

/**
 * Lays out a graph by elkjs in a thread of its own, which is ended afterwards; null when the script is not there, refuses
 * the graph, or takes too long. `script` is the path of `elk-worker.min.js`.
 */
export function laidOut(graph: ElkGraph, script: string): Promise<ElkGraph | null> {
  return new Promise((done) => {
    const worker = new Worker(thread, {
      eval: true,
      workerData: script,
      resourceLimits: { maxOldGenerationSizeMb: 1024 },
    });
    const end = (answer: ElkGraph | null): void => {
      clearTimeout(timer);
      done(answer);
      void worker.terminate();
    };
    const timer = setTimeout(() => end(null), deadline);
    worker.on('message', (message: { readonly id: number; readonly data?: ElkGraph; readonly error?: unknown }) => {
      if (message.error !== undefined) end(null);
      else if (message.id === 1) end(message.data ?? null);
    });
    worker.on('error', () => end(null));
    worker.on('exit', () => end(null));
    worker.postMessage(graph);
  });
}
