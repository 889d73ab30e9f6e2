import { defineRule } from '../../../rules/rule.ts';
import { hasHole } from '../../../syntax/template.ts';
import type { View } from '../../../syntax/view.ts';
import { isWorkload } from '../workload.ts';

export default defineRule({
  id: 'kubernetes/invalid-service-port',
  title: 'Port is no port',
  why: 'The API refuses the object, or the Service leads nowhere.',
  remedy: 'Write a number from 1 to 65535, or the name of a port of the pod.',
  category: 'hygiene',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [1068], stride: ['D'] },
  equivalents: ['kube-linter:invalid-target-ports'],
  concepts: ['service-port-invalid'],
  visits: ['kubernetes.resource', 'kubernetes.workload'],
  check(noun, report) {
    const claim = (view: View, title: string, wrong: string | undefined): void => {
      if (wrong === undefined) return;
      report({
        at: view.anchor(),
        message: `${title} has the port ${view.text ?? ''}, which is ${wrong}: the API refuses it. Write a number from 1 to 65535, or a port name of up to 15 letters, digits and dashes.`,
      });
    };
    if (isWorkload(noun)) {
      for (const port of noun.containers.flatMap((it) => it.ports)) {
        const name = port.view.get('name');
        if (name.exists && !name.isNull) claim(name, noun.object.title, wrongName(name.text ?? ''));
        const number = port.view.get('containerPort');
        if (number.number !== undefined) claim(number, noun.object.title, wrongNumber(number.number));
      }
      return;
    }
    if (!noun.isA('', 'Service')) return;
    for (const port of noun.spec.get('ports').items) {
      for (const field of ['port', 'targetPort']) {
        const view = port.get(field);
        if (!view.isScalar || view.isNull || hasHole(view.text ?? '')) continue;
        claim(view, noun.title, view.number === undefined ? wrongName(view.text ?? '') : wrongNumber(view.number));
      }
    }
  },
});

function wrongNumber(port: number): string | undefined {
  return Number.isInteger(port) && port >= 1 && port <= 65_535 ? undefined : 'not between 1 and 65535';
}

/** A port name is an IANA service name (RFC 6335, 5.1). */
function wrongName(name: string): string | undefined {
  if (hasHole(name)) return undefined;
  if (name.length > 15) return 'longer than 15 characters';
  return /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(name) && /[a-z]/.test(name)
    ? undefined
    : 'neither a number nor a name of a port';
}
