import assert from 'node:assert/strict';
import type { AnyRule } from '../../server/src/core/rules/rule.ts';
import { Workspace } from '../../server/src/core/workspace.ts';
import { fixAll } from './fix-all.ts';
import type { PageExample, PageFile } from './page.ts';

const root = 'file:///example';

/** The day on which every page is checked. */
export const pageDay = '2026-11-01';

/** Runs one rule over one example and compares findings with marks, both ways; then applies the fix. */
export function checkExample(rule: AnyRule, example: PageExample): void {
  const workspace = new Workspace({ rules: [rule], today: pageDay, root });
  const uriOf = (name: string): string => `${root}/${name}`;
  workspace.apply(example.files.map((it) => ({ uri: uriOf(it.name), content: { text: it.text } })));
  for (const file of example.files) {
    const verdicts = workspace
      .verdicts(uriOf(file.name))
      .filter((it) => it.finding.rule === rule.id || it.finding.rule === 'parapet/internal-fault');
    const found = verdicts
      .filter((it) => it.hidden === null)
      .map((it) => {
        const place = workspace.place(it.finding.at);
        assert.ok(place, `a finding without a place: ${it.finding.message}`);
        const lineText = file.text.split('\n')[place.start.line] ?? '';
        const end = place.end.line === place.start.line ? place.end.character : lineText.length;
        return { line: place.start.line, start: place.start.character, end, message: it.finding.message };
      });
    compare(file, found);
  }
  const { fixed } = example;
  if (fixed) {
    const name = fixed.name ?? example.files[0]?.name ?? '';
    assert.equal(
      fixAll(workspace, rule.id, fixed.title).get(uriOf(name)),
      fixed.text,
      `the fix gives another text than the page shows for ${name}`,
    );
  }
}

interface Found {
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly message: string;
}

function compare(file: PageFile, found: readonly Found[]): void {
  const lines = file.text.split('\n');
  const show = ({ line, start, end }: { line: number; start: number; end: number }): string =>
    `${line + 1}:${start + 1}-${end + 1} "${lines[line]?.slice(start, end) ?? ''}"`;
  const unmatched = [...found];
  const missing: string[] = [];
  for (const mark of file.marks) {
    const index = unmatched.findIndex(
      (it) =>
        it.line === mark.line && it.start === mark.start && it.end === mark.end && it.message.includes(mark.words),
    );
    if (index < 0) missing.push(`${show(mark)}${mark.words ? ` saying "${mark.words}"` : ''}`);
    else unmatched.splice(index, 1);
  }
  const extra = unmatched.map((it) => `${show(it)} ${it.message}`);
  assert.ok(
    missing.length === 0 && extra.length === 0,
    `${file.name}\n  marks without finding: ${missing.join('\n    ') || 'none'}\n  findings without mark: ${extra.join('\n    ') || 'none'}`,
  );
}
