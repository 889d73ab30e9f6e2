/**
 * ELK in a worker. The engine (elkjs' own `elk-worker.min.js`, EPL-2.0, unmodified, 1.6 MB) is not part of the panel's
 * bundle: it is fetched as text the first time that a picture is needed, and the worker is made from a `blob:` URL.
 * That is the only way that works in VS Code on the desktop and in the browser alike: a webview may load workers from
 * `blob:` or `data:` only, because its resources have another origin than itself, and such a worker may not import
 * scripts. Hence the content security policy needs `connect-src ${webview.cspSource}` and `worker-src blob:`.
 */
import type { ElkNode } from 'elkjs';

/** A layout engine: takes a graph in ELK's JSON and answers with the same graph, placed. */
export interface Engine {
  layout(graph: ElkNode): Promise<ElkNode>;
  /** Stops what is running; the next call starts anew. */
  stop(): void;
}

interface Waiting {
  readonly resolve: (graph: ElkNode) => void;
  readonly reject: (reason: Error) => void;
}

/** An engine from the script at `source`; nothing is fetched before `warmUp` or the first layout. */
export function elkEngine(source: string): Engine & { warmUp(): void } {
  let started: Promise<Worker> | null = null;
  let number = 0;
  const waiting = new Map<number, Waiting>();

  const start = async (): Promise<Worker> => {
    const answer = await fetch(source);
    if (!answer.ok) throw new Error(`The layout engine could not be read (${answer.status}).`);
    const url = URL.createObjectURL(new Blob([await answer.text()], { type: 'text/javascript' }));
    const worker = new Worker(url);
    URL.revokeObjectURL(url);
    worker.addEventListener('message', (event: MessageEvent<{ id: number; data?: ElkNode; error?: unknown }>) => {
      const call = waiting.get(event.data.id);
      waiting.delete(event.data.id);
      if (event.data.data === undefined) call?.reject(new Error('The layout engine refused the graph.'));
      else call?.resolve(event.data.data);
    });
    worker.addEventListener('error', () => fail(new Error('The layout engine stopped.')));
    worker.postMessage({ id: -1, cmd: 'register', algorithms: ['layered'] });
    return worker;
  };
  const fail = (reason: Error): void => {
    for (const call of waiting.values()) call.reject(reason);
    waiting.clear();
    started = null;
  };
  const engine = (): Promise<Worker> => {
    started ??= start();
    return started;
  };
  return {
    warmUp: () => void engine().catch(() => undefined),
    layout: async (graph) => {
      const worker = await engine();
      number += 1;
      const id = number;
      return new Promise<ElkNode>((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        worker.postMessage({ id, cmd: 'layout', graph, layoutOptions: {}, options: {} });
      });
    },
    stop: () => {
      void started?.then((worker) => worker.terminate()).catch(() => undefined);
      fail(new Error('Stopped.'));
    },
  };
}
