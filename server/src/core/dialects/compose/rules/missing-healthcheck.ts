import type { PlainValue } from '../../../fix/patch.ts';
import { defineRule } from '../../../rules/rule.ts';
import { mayClaimAbsence, setFix, softened } from '../claims.ts';
import { officialStoreOf } from '../stores.ts';
import { truthOf, valueOf } from '../text.ts';

export default defineRule({
  id: 'compose/missing-healthcheck',
  title: 'Nobody notices when the service hangs',
  why: 'Without a health check a service that runs but no longer answers is neither restarted nor waited for.',
  remedy: 'Add a healthcheck that asks the service for an answer.',
  category: 'observability',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [703, 778], stride: ['D'], cis: ['Docker 5.27'] },
  equivalents: ['kics:698ed579-b239-4f8f-a388-baa4bcb13ef8', 'docker-bench:5.27'],
  concepts: ['healthcheck-missing-or-disabled'],
  visits: 'compose.service',
  check(service, report) {
    const own = service.view.get('healthcheck');
    const test = own.get('test');
    const off =
      truthOf(own.get('disable')) === true || /^none$/i.test(valueOf(test.isList ? test.item(0) : test)?.trim() ?? '');
    const probe = officialStoreOf(service)?.probe;
    if (off) {
      report({
        at: own.anchor('key'),
        message: `The health check of service "${service.name}" is switched off, the image's own included: nobody notices when it hangs. Give it a check that fits.`,
        ...softened(service, 'info'),
        fixes: probe ? setFix(own, probeCheck(probe), ask(probe)) : [],
      });
      return;
    }
    if (!mayClaimAbsence(service) || !service.lacks('healthcheck') || service.oneShot || service.profiles.length > 0)
      return;
    if (service.isCheckedByImage) return;
    const awaited = service.project.neededServices.has(service.name) && !service.build;
    report({
      at: service.at,
      message: awaited
        ? `Others depend on service "${service.name}", for which no health check is set: they cannot wait until it answers, and nobody notices when it hangs. Add a healthcheck.`
        : `For service "${service.name}" no health check is set, so nobody notices when it hangs. Add a healthcheck.`,
      severity: awaited ? 'info' : 'hint',
      // Its image may bring one, which cannot be seen from here.
      confidence: probe ? 'high' : 'medium',
      fixes: probe ? setFix(service.view.get('healthcheck'), probeCheck(probe), ask(probe)) : [],
      ...(awaited || probe
        ? {}
        : {
            group: {
              key: 'all',
              message: (count: number) =>
                `For ${count} services no health check is set, so nobody notices when they hang. Add a healthcheck to each, or to its image.`,
            },
          }),
    });
  },
});

function probeCheck(probe: readonly string[]): PlainValue {
  return { test: ['CMD', ...probe], interval: '10s', timeout: '5s', retries: 5 };
}

function ask(probe: readonly string[]): string {
  return `Ask with ${probe[0] ?? ''} whether it is healthy`;
}
