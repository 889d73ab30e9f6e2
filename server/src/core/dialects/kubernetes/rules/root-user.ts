import type { Fix } from '../../../fix/patch.ts';
import { defineRule } from '../../../rules/rule.ts';
import type { Container } from '../container.ts';
import { gapEquivalents, lowGroup, lowUser, noPodContext } from '../equivalents.ts';
import { closeGap, hasLowGroup, isUndecided, judgedContainers, mayRunAsRoot } from '../hardening.ts';
import { fix, removeField } from '../repair.ts';
import { is, isNot } from '../setting.ts';
import { containersTitle, otherContainers } from '../wording.ts';

const explicit = ['trivy:KSV-0105', 'psa:runAsUser', 'kyverno:require-run-as-non-root-user'];
const possible = gapEquivalents['root-user'];
/** Those that want the promise itself, whatever user is set. */
const promise = [
  'trivy:KSV-0012',
  'psa:runAsNonRoot',
  'kyverno:require-run-as-nonroot',
  'kyverno:service-mesh-require-run-as-nonroot',
  'kubesec:RunAsNonRoot',
];

export default defineRule({
  id: 'kubernetes/root-user',
  title: 'Container may run as root',
  why: 'Root in the container is root for every kernel interface that is not namespaced; with a writable mount or a kernel flaw it becomes root on the node.',
  remedy: 'Set runAsNonRoot to true and let the image run as a user of its own.',
  category: 'least-privilege',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [250], stride: ['E', 'T'], cis: ['Kubernetes 5.2.7'], owasp: ['K01:2022'] },
  equivalents: [...possible, ...explicit, ...lowUser, ...lowGroup, ...noPodContext],
  concepts: ['run-as-root-possible', 'run-as-non-root-missing', 'run-as-root-explicit'],
  visits: 'kubernetes.workload',
  check(workload, report) {
    if (workload.isWindows || workload.hasUserNamespace) return;
    const named = workload.object.title;
    const roots = workload.containers.filter((it) => is(it.runAsUser, 0));
    for (const containers of groupByPlace(roots)) {
      const first = containers[0];
      if (!first) continue;
      report({
        at: first.runAsUser.view.anchor(),
        message: `${containersTitle(containers)} of ${named} ${containers.length > 1 ? 'run' : 'runs'} as root, by user id 0, whatever the image says: with a flaw in the service an attacker is root too. Remove runAsUser and set runAsNonRoot.`,
        severity: 'error',
        equivalents: [
          ...explicit,
          ...lowUser,
          ...(containers.some(hasLowGroup) ? lowGroup : []),
          ...possible.filter((it) => !is(first.runAsNonRoot, true) || !promise.includes(it)),
        ],
        related: otherContainers(containers),
        fixes: runAsOther(containers),
      });
    }
    const judged = judgedContainers(workload).filter(
      (it) => !isUndecided(it) && isNot(it.runAsNonRoot, true) && !roots.includes(it),
    );
    const open = judged.filter(mayRunAsRoot);
    const [first] = open.length > 0 ? open : judged;
    if (!first) return;
    if (open.length > 0) {
      report({
        at: first.runAsNonRoot.state === 'set' ? first.runAsNonRoot.view.anchor() : first.at,
        message: `Nothing keeps ${containersTitle(open).replace(/^\w/, (it) => it.toLowerCase())} of ${named} from running as root: an image without a user of its own starts as root. Set runAsNonRoot to true, so that such an image is refused.`,
        equivalents: [
          ...possible,
          ...lowUser,
          ...(open.some(hasLowGroup) ? lowGroup : []),
          ...(workload.securityContext.exists ? [] : noPodContext),
        ],
        related: otherContainers(open),
        fixes: promiseNonRoot(open),
      });
    } else if (judged.every((it) => it.runAsUser.state === 'set')) {
      report({
        at: first.runAsUser.view.anchor(),
        message: `${named} runs as another user than root, but nothing refuses an image or a patch that brings root back. Set runAsNonRoot to true beside runAsUser.`,
        severity: 'hint',
        equivalents: promise,
        related: otherContainers(judged),
        fixes: promiseNonRoot(judged),
      });
    }
  },
});

/** Containers by the field that makes them root: the pod's is one decision for many. */
function groupByPlace(containers: readonly Container[]): Iterable<readonly Container[]> {
  const groups = new Map<string, Container[]>();
  for (const container of containers) {
    const key = JSON.stringify(container.runAsUser.view.route);
    groups.set(key, [...(groups.get(key) ?? []), container]);
  }
  return groups.values();
}

function runAsOther(containers: readonly Container[]): readonly Fix[] {
  const [first] = containers;
  if (!first) return [];
  const patches = is(first.runAsNonRoot, true) ? [] : unique(containers.flatMap((it) => closeGap(it, 'root-user')));
  return fix(
    'Remove runAsUser: 0 and set runAsNonRoot',
    'behaviour',
    [first.runAsUser.view],
    [removeField(first.runAsUser.view), ...patches],
  );
}

function promiseNonRoot(containers: readonly Container[]): readonly Fix[] {
  return fix(
    'Set runAsNonRoot to true',
    'behaviour',
    containers.map((it) => it.view),
    unique(containers.flatMap((it) => closeGap(it, 'root-user'))),
  );
}

function unique<T>(patches: readonly T[]): readonly T[] {
  return [...new Map(patches.map((it) => [JSON.stringify(it), it])).values()];
}
