import { engine } from './engine-door.ts';

// What a worker thread runs: the engine sees where it is, and begins.
engine();
