// The page that leads from other tools' rules to ours, and says what is left out.

/** @typedef {{ id: string, concepts: readonly string[], equivalents: readonly string[] }} CoveringRule */
/** @typedef {{ concept: string, dialect: string, reason: string, equivalents: readonly string[] }} LeftOut */

/**
 * @param {readonly CoveringRule[]} rules
 * @param {readonly LeftOut[]} leftOut
 * @returns {string} the page as Markdown
 */
export function coveragePage(rules, leftOut) {
  const byConcept = gather(rules, (it) => it.concepts);
  const byForeign = gather(rules, (it) => it.equivalents);
  for (const { concept } of leftOut) {
    if (byConcept.has(concept)) throw new Error(`docs/coverage-left-out.json: a rule serves ${concept} by now`);
  }
  /** @type {Map<string, string>} */
  const unanswered = new Map();
  for (const { concept, equivalents } of leftOut) {
    for (const id of equivalents) if (!byForeign.has(id)) unanswered.set(id, concept);
  }
  const tools = groupBy([...byForeign.keys(), ...unanswered.keys()].toSorted(), (id) => id.slice(0, id.indexOf(':')));
  return [
    '# Coverage',
    '',
    `${byConcept.size} concepts of security are served by ${rules.length} rules, which answer ${byForeign.size} rules of ${tools.size} other tools.`,
    'The first part goes from concept to rule, the second from the rules of other tools to ours; the last says what is left',
    'out, and why. A rule that serves several concepts lists under each of them all that it answers; a single finding',
    'names only what it answers itself.',
    '',
    '## Concepts',
    '',
    '| concept | rules | other tools |',
    '| --- | --- | --- |',
    ...[...byConcept.keys()].toSorted().map((concept) => {
      const serving = byConcept.get(concept) ?? [];
      const foreign = [...new Set(serving.flatMap((it) => it.equivalents))].toSorted();
      return `| ${concept} | ${links(serving)} | ${foreign.map(code).join(', ')} |`;
    }),
    '',
    "## Other tools' rules",
    '',
    ...[...tools].flatMap(([tool, ids]) => [
      `### ${tool}`,
      '',
      `| ${tool} | rules |`,
      '| --- | --- |',
      ...ids.map((id) => {
        const ours = byForeign.get(id);
        return `| ${code(id.slice(tool.length + 1))} | ${ours ? links(ours) : `[left out](#left-out): ${unanswered.get(id) ?? ''}`} |`;
      }),
      '',
    ]),
    '## Left out',
    '',
    'Rules of other tools that bear on style, image size or naming alone are not listed: they are left to those tools.',
    '',
    '| concept | dialect | reason |',
    '| --- | --- | --- |',
    ...leftOut
      .toSorted((a, b) => (a.concept < b.concept ? -1 : 1))
      .map((it) => `| ${it.concept} | ${it.dialect} | ${it.reason} |`),
    '',
  ].join('\n');
}

/**
 * @param {readonly CoveringRule[]} rules
 * @param {(rule: CoveringRule) => readonly string[]} namesOf
 */
function gather(rules, namesOf) {
  /** @type {Map<string, CoveringRule[]>} */
  const found = new Map();
  for (const rule of rules) {
    for (const name of new Set(namesOf(rule))) found.set(name, [...(found.get(name) ?? []), rule]);
  }
  return found;
}

/**
 * @param {readonly string[]} names
 * @param {(name: string) => string} keyOf
 */
function groupBy(names, keyOf) {
  /** @type {Map<string, string[]>} */
  const groups = new Map();
  for (const name of names) groups.set(keyOf(name), [...(groups.get(keyOf(name)) ?? []), name]);
  return groups;
}

/** @param {readonly CoveringRule[]} rules */
function links(rules) {
  return rules.map((it) => `[${it.id}](rules/${it.id}.md)`).join(', ');
}

/** @param {string} text */
function code(text) {
  return `\`${text.replaceAll('|', '\\|')}\``;
}
