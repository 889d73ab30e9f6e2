// Two libraries of VS Code are native and have no ready-made binary in npm. The product starts without a compiler when
// these short stand-ins take their places; both are about the server's own house-keeping, nothing that a user sees.

/** The logger: writes its lines with `fs`. */
export const spdlogStandIn = `'use strict';
const fs = require('node:fs');
const path = require('node:path');
const names = ['trace', 'debug', 'info', 'warning', 'error', 'critical'];
class Logger {
  constructor(name, file) {
    this.level = 2;
    this.descriptor = null;
    try {
      fs.mkdirSync(path.dirname(file), { recursive: true });
      this.descriptor = fs.openSync(file, 'a');
    } catch {
      // A log that cannot be opened is no reason to stop: the server runs without it.
    }
  }
  write(level, message) {
    if (this.descriptor === null || level < this.level) return;
    fs.writeSync(this.descriptor, new Date().toISOString() + ' [' + names[level] + '] ' + message + '\\n');
  }
  trace(message) { this.write(0, message); }
  debug(message) { this.write(1, message); }
  info(message) { this.write(2, message); }
  warn(message) { this.write(3, message); }
  error(message) { this.write(4, message); }
  critical(message) { this.write(5, message); }
  getLevel() { return this.level; }
  setLevel(level) { this.level = level; }
  setPattern() {}
  clearFormatters() {}
  flush() {}
  drop() {
    if (this.descriptor !== null) fs.closeSync(this.descriptor);
    this.descriptor = null;
  }
}
const create = async (name, file) => new Logger(name, file);
// One assignment each: the names of a CommonJS module are found by looking for these.
exports.version = 0;
exports.Logger = Logger;
exports.createRotatingLogger = create;
exports.createAsyncRotatingLogger = create;
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.shutdown = () => {};
`;

/** The watchdog ends orphaned processes; who starts the server here ends its whole process group instead. */
export const watchdogStandIn = `'use strict';
exports.start = () => {};
`;
