import type { RuleMeta } from './rule.ts';

/** A rule's page for people: what the lists know of it, then its own words and examples without the marks. */
export function explainRule(rule: RuleMeta, page: string | undefined): string {
  const { cwe = [], owasp = [], cis = [], standard = [], stride = [] } = rule.refs;
  const sources = [
    ...cwe.map((it) => `CWE-${it}`),
    ...owasp.map((it) => `OWASP ${it}`),
    ...cis.map((it) => `CIS ${it}`),
    ...standard,
  ];
  const facts = [
    `**${rule.severity}** · ${rule.category} · \`${rule.id}\`${rule.status === 'nursery' ? ' · nursery' : ''}${stride.length > 0 ? ` · STRIDE ${stride.join(', ')}` : ''}`,
    '',
    `**Why.** ${rule.why}`,
    '',
    `**Remedy.** ${rule.remedy}`,
    ...(sources.length > 0 ? ['', `**Sources.** ${sources.join(', ')}`] : []),
    ...(rule.equivalents.length > 0
      ? ['', `**Other tools call it** ${rule.equivalents.map((it) => `\`${it}\``).join(', ')}`]
      : []),
  ];
  const [title = `# ${rule.title}`, ...rest] = withoutMarks(page ?? '').split('\n');
  return [title || `# ${rule.title}`, '', ...facts, ...rest, ''].join('\n').replace(/\n{3,}/g, '\n\n');
}

/** Marks are for the test that runs the page; fences lose the words that only it reads. */
function withoutMarks(page: string): string {
  let inside = false;
  return page
    .split('\n')
    .flatMap((line) => {
      const fence = /^(`{3,})(\w*)(.*)$/.exec(line);
      if (fence) {
        inside = !inside;
        const file = /file="([^"]+)"/.exec(fence[3] ?? '')?.[1];
        const head = `${fence[1] ?? ''}${fence[2] ?? ''}`;
        if (inside && /\bfixed\b/.test(fence[3] ?? '')) return ['After the fix:', '', head];
        return inside && file !== undefined ? [`\`${file}\``, '', head] : [head];
      }
      return inside && /^[ #/]*\^[\^ ]*.*$/.test(line) ? [] : [line];
    })
    .join('\n');
}
