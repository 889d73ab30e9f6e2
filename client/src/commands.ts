import * as vscode from 'vscode';
import { exportThreatModel } from './exportModel.ts';
import type { LanguageServer } from './languageServer.ts';
import type { PanelHost } from './panelHost.ts';
import { ruleChoices } from './ruleChoice.ts';
import type { RulePages } from './rulePages.ts';

/** What the commands act on. */
interface Targets {
  readonly server: LanguageServer;
  readonly rulePages: RulePages;
  readonly panel: PanelHost;
  readonly log: vscode.LogOutputChannel;
}

/** Registers every command of the manifest. */
export function registerCommands(context: vscode.ExtensionContext, { server, rulePages, panel, log }: Targets): void {
  const commands: Record<string, (...args: unknown[]) => unknown> = {
    'parapet.openThreatModel': () => vscode.commands.executeCommand('parapet.threatModel.focus'),
    'parapet.openThreatModelInEditor': () => panel.openInEditor(),
    'parapet.exportThreatModel': () => exportThreatModel(server),
    'parapet.explainRule': (rule) => explainRule(rulePages, rule),
    'parapet.ignoreHere': () => codeAction('quickfix.parapet.ignore', 'ifSingle'),
    'parapet.acceptHere': () => codeAction('quickfix.parapet.accept', 'ifSingle'),
    'parapet.fixAll': () => codeAction('source.fixAll.parapet', 'first'),
    'parapet.restart': () => server.restart(),
    'parapet.showLog': () => log.show(),
  };
  for (const [id, run] of Object.entries(commands)) {
    context.subscriptions.push(vscode.commands.registerCommand(id, run));
  }
}

/** Runs what the light bulb would offer at the cursor under this kind; with several, `ifSingle` asks which. */
function codeAction(kind: string, apply: 'first' | 'ifSingle'): Thenable<unknown> {
  return vscode.commands.executeCommand('editor.action.codeAction', { kind, apply });
}

/** From a link or a code action the rule is given; from the palette it is that of the finding at the cursor. */
async function explainRule(rulePages: RulePages, given: unknown): Promise<void> {
  if (typeof given === 'string') {
    await rulePages.show(given);
    return;
  }
  const rules = rulesAtCursor();
  if (rules.length === 0) {
    void vscode.window.showInformationMessage('There is no finding of Parapet at the cursor.');
    return;
  }
  const rule = rules.length === 1 ? rules[0] : await chosen(rulePages, rules);
  if (rule !== undefined) await rulePages.show(rule);
}

async function chosen(rulePages: RulePages, rules: readonly string[]): Promise<string | undefined> {
  const choices = await ruleChoices(rules, (it) => rulePages.page(it));
  const choice = await vscode.window.showQuickPick(choices, { title: 'Explain which rule?', matchOnDescription: true });
  return choice?.rule;
}

function rulesAtCursor(): string[] {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) return [];
  const line = editor.selection.active.line;
  const here = vscode.languages
    .getDiagnostics(editor.document.uri)
    .filter(
      ({ source, range }) => source?.toLowerCase() === 'parapet' && range.start.line <= line && line <= range.end.line,
    );
  const rules = here.flatMap(({ code }) => {
    const id = typeof code === 'object' ? code.value : code;
    return typeof id === 'string' ? [id] : [];
  });
  return [...new Set(rules)];
}
