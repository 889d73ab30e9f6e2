import { defineRule } from '../../../rules/rule.ts';
import { hostOf } from '../addresses.ts';
import { fix, replace, pieceOf } from '../repair.ts';
import { settingsOf } from '../settings.ts';
import { optionOf, toolCall } from '../tools.ts';

export default defineRule({
  id: 'dockerfile/second-package-index',
  title: 'A second package index stands beside the public one',
  why: 'pip takes the highest version from any index, so whoever publishes an internal name on the public one gets their code into the build.',
  remedy: 'Use one index that also serves public packages, or pin every package by checksum.',
  category: 'supply-chain',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [427, 829], stride: ['T', 'S'] },
  equivalents: [],
  concepts: ['dependency-confusion-index'],
  visits: ['dockerfile.command', 'dockerfile.instruction'],
  check(noun, report) {
    for (const setting of settingsOf(noun)) {
      if (!/^(?:PIP|UV)_EXTRA_INDEX_URL$/.test(setting.name) || setting.value === '') continue;
      report({
        at: setting.at,
        message: `${setting.name} adds an index beside the public one: a package of an internal name on the public index wins by a higher version. Use one index for everything.`,
        ...known(setting.value),
      });
    }
    if (!('command' in noun)) return;
    const { tool, args } = toolCall(noun);
    if (!/^(?:pip|pipx|uv|pip-compile|poetry)$/.test(tool)) return;
    const option = optionOf(args, '--extra-index-url');
    if (option === undefined) return;
    const alone = optionOf(args, '--index-url', '-i') === undefined;
    report({
      at: noun.wordAt(option.word),
      message: `--extra-index-url adds an index beside the public one: a package of an internal name on the public index wins by a higher version. Use one index for everything.`,
      ...known(option.value),
      fixes: alone
        ? fix('Use this index alone', 'behaviour', [
            replace(pieceOf(noun, option.word, 0, '--extra-index-url'.length), '--index-url'),
          ])
        : [],
    });
  },
});

/** Indices that only hold builds of public packages. */
function known(url: string | undefined): { readonly severity: 'info'; readonly reason: string } | object {
  const host = hostOf(url ?? '') ?? '';
  return /^(?:download\.pytorch\.org|pypi\.nvidia\.com|pypi\.org|www\.piwheels\.org|wheels\.[\w.-]+)$/.test(host)
    ? { severity: 'info', reason: 'The index holds builds of public packages.' }
    : {};
}
