import { isWorkerThread, workAsThread } from './thread-worker.ts';

export { allRules } from '../core/rules/all.gen.ts';
export { diff } from './diff.ts';
export { fixFirst } from './fix-first.ts';
export { judgeAnew } from './judge-anew.ts';
export { model } from './model.ts';
export { explain, listRules } from './rules.ts';

if (isWorkerThread()) workAsThread();
