import { defineRule } from '../../../rules/rule.ts';
import { fixBySetting } from '../repair.ts';
import { is, readText, readTruth } from '../setting.ts';

/** A hundred days: what the browsers' rules are on their way to, with some room. */
const longest = 2400;

export default defineRule({
  id: 'kubernetes/long-lived-certificate',
  title: 'Certificate lives long',
  why: 'A key that leaked stays usable until its certificate ends, and what is renewed rarely fails when it is renewed.',
  remedy: 'Set duration to 2160h (90 days) or less.',
  category: 'transport',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [324], stride: ['S'] },
  equivalents: ['kyverno:limit-duration'],
  concepts: ['certificate-lifetime'],
  visits: 'kubernetes.resource',
  check(object, report) {
    if (!object.isA(['cert-manager.io', 'certmanager.k8s.io'], 'Certificate') || !is(authority(object.spec), false))
      return;
    const duration = readText(object.spec, 'duration');
    if (duration.state !== 'set' || hoursOf(duration.value) <= longest) return;
    report({
      at: duration.view.anchor(),
      message: `The certificate of ${object.title} lives ${Math.round(hoursOf(duration.value) / 24)} days: a key that leaks is of use that long. cert-manager renews by itself; set duration to 2160h.`,
      fixes: fixBySetting(duration.view, '2160h', 'Let it live 90 days'),
    });
  },
});

/** Whether it is an authority, which has to live longer than what it signs. */
function authority(spec: Parameters<typeof readTruth>[0]) {
  const isCa = readTruth(spec, 'isCA');
  return isCa.state === 'absent' ? ({ ...isCa, state: 'set', value: false } as const) : isCa;
}

/** A duration as Go writes it; 0 for one that cannot be read. */
function hoursOf(text: string): number {
  if (!/^(?:\d+(?:\.\d+)?[hms])+$/.test(text)) return 0;
  const units: Readonly<Record<string, number>> = { h: 1, m: 1 / 60, s: 1 / 3600 };
  return [...text.matchAll(/(\d+(?:\.\d+)?)([hms])/g)].reduce(
    (sum, [, amount, unit]) => sum + Number(amount) * (units[unit ?? ''] ?? 0),
    0,
  );
}
