import { defineRule } from '../../../rules/rule.ts';
import type { View } from '../../../syntax/view.ts';
import { removeFix, softened } from '../claims.ts';
import { truthOf, valueOf } from '../text.ts';

export default defineRule({
  id: 'compose/widened-build-right',
  title: 'Build asks for rights over the machine that builds',
  why: 'Install scripts of every dependency run in the build; with these rights they reach the network or the devices of the builder.',
  remedy: 'Remove the setting.',
  category: 'isolation',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [250, 829], stride: ['E', 'T'] },
  equivalents: [],
  concepts: ['build-rights-widened'],
  visits: 'compose.service',
  check(service, report) {
    const build = service.view.get('build');
    const claim = (view: View, what: string): void =>
      report({
        at: view.anchor(),
        message: `The build of service "${service.name}" ${what}, and so do the install scripts of all its dependencies. Remove the setting.`,
        ...softened(service, 'warning'),
        fixes: removeFix(view, 'Remove it'),
      });
    if (truthOf(build.get('privileged')) === true)
      claim(build.get('privileged'), 'runs privileged on the machine that builds');
    if (valueOf(build.get('network')) === 'host')
      claim(build.get('network'), 'uses the network of the machine that builds, its local services included');
    for (const view of build.get('entitlements').items) {
      const value = valueOf(view) ?? '';
      if (value === 'security.insecure' || value === 'network.host') claim(view, `gets ${value}`);
    }
  },
});
