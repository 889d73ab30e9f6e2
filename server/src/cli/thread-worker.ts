import { parentPort, workerData } from 'node:worker_threads';
import { answerOf, changeDoor, Door, type FromWorker, inspectorOf, jobsOf, type WorkerTask } from './threads.ts';

/** Characters of answers that are collected before they are handed over. */
const handful = 500_000;

/** The work of a worker thread: takes files until none is left. */
export function workAsThread(): void {
  const task = workerData as WorkerTask;
  if (!changeDoor(task, Door.entered)) return;
  const send = (message: FromWorker): void => parentPort?.postMessage(message);
  const inspector = inspectorOf(task);
  let answers: string[] = [];
  let size = 0;
  const flush = (): void => {
    if (answers.length > 0) send(`[${answers.join(',')}]`);
    answers = [];
    size = 0;
  };
  for (const job of jobsOf(task)) {
    const answer = answerOf(task.jobs[job], inspector);
    if (!answer) continue;
    const text = JSON.stringify([job, answer]);
    answers.push(text);
    size += text.length;
    if (size > handful) flush();
  }
  flush();
  send(null);
}

/** Whether this thread was started as such a worker. */
export function isWorkerThread(): boolean {
  return (workerData as Partial<WorkerTask> | null)?.kind === 'inspect';
}
