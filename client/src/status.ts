import * as vscode from 'vscode';
import { documentSelector } from './selector.ts';

/** What the server says about its work: notification `parapet/status`. */
export interface ServerStatus {
  readonly text: string;
  readonly detail: string;
  readonly busy: boolean;
}

/** The entry behind the braces in the status bar: it shows only beside files that Parapet reads. */
export class Status implements vscode.Disposable {
  private readonly item: vscode.LanguageStatusItem;

  constructor() {
    this.item = vscode.languages.createLanguageStatusItem('parapet.status', documentSelector);
    this.item.name = 'Parapet';
    this.item.command = { command: 'parapet.showLog', title: 'Show log' };
    this.show({ text: 'Parapet', detail: 'Starting', busy: true });
  }

  /** Shows the server's own words. */
  show(status: ServerStatus): void {
    this.item.severity = vscode.LanguageStatusSeverity.Information;
    this.item.text = status.text;
    this.item.detail = status.detail;
    this.item.busy = status.busy;
  }

  /** Shows that the server is gone and will not come back by itself. */
  showTrouble(detail: string): void {
    this.show({ text: 'Parapet stopped', detail, busy: false });
    this.item.severity = vscode.LanguageStatusSeverity.Error;
  }

  dispose(): void {
    this.item.dispose();
  }
}

/** Reads a status as it comes off the wire; null when it is none. */
export function readStatus(value: unknown): ServerStatus | null {
  if (typeof value !== 'object' || value === null) return null;
  const { text, detail, busy } = value as Partial<Record<keyof ServerStatus, unknown>>;
  if (typeof text !== 'string' || typeof detail !== 'string') return null;
  return { text, detail, busy: busy === true };
}
