import { defineRule, type Reporter } from '../../../rules/rule.ts';
import type { View } from '../../../syntax/view.ts';
import type { Container } from '../container.ts';
import { isWorkload, type Workload } from '../workload.ts';

const deployed = ['checkov:CKV_K8S_34', 'trivy:KSV-0102', 'kics:tiller_is_deployed', 'kyverno:disallow-helm-tiller'];
const service = ['checkov:CKV_K8S_44', 'kics:tiller_service_is_not_deleted'];
const listener = ['checkov:CKV_K8S_45', 'kics:tiller_deployment_is_accessible_from_within_the_cluster'];

export default defineRule({
  id: 'kubernetes/tiller',
  title: 'Tiller of Helm 2 is deployed',
  why: 'Tiller acts as administrator of the cluster for everybody who reaches its port, without asking who it is; Helm 2 has had no fixes since 2020.',
  remedy: 'Delete it and move to Helm 3, which has no server.',
  category: 'authentication',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [306], stride: ['E', 'S'] },
  equivalents: [...deployed, ...service, ...listener],
  concepts: ['tiller-deployed'],
  visits: ['kubernetes.workload', 'kubernetes.resource'],
  check(noun, report) {
    if (isWorkload(noun)) return checkWorkload(noun, report);
    if (!noun.isA('', 'Service')) return;
    const selector = noun.spec.get('selector');
    if (noun.name !== 'tiller-deploy' && !isTiller(selector) && !isTiller(noun.metadata.get('labels'))) return;
    report({
      at: noun.at,
      message: `${noun.title} offers Tiller of Helm 2 to the whole cluster: whoever reaches it is administrator. Delete it with its deployment; Helm 3 needs no server.`,
      equivalents: service,
    });
  },
});

function checkWorkload(workload: Workload, report: Reporter): void {
  const labelled =
    isTiller(workload.object.metadata.get('labels')) || isTiller(workload.pod.get('metadata').get('labels'));
  const found = workload.containers.find((it) => isTillerImage(it)) ?? (labelled ? workload.containers[0] : undefined);
  if (!found) return;
  const open = !limitsListener(found);
  report({
    at: isTillerImage(found) ? found.image.view.anchor() : found.at,
    message: `${workload.object.title} is Tiller of Helm 2: it acts as administrator of the cluster ${open ? 'for everybody who reaches its port' : 'for what runs beside it'}, and it has had no fixes since 2020. Delete it; Helm 3 needs no server.`,
    equivalents: [...deployed, ...(open ? listener : [])],
  });
}

function isTiller(labels: View): boolean {
  return labels.get('app').text === 'helm' && labels.get('name').text === 'tiller';
}

function isTillerImage(container: Container): boolean {
  return container.imageReference?.shortName === 'tiller' || container.imageText.includes('kubernetes-helm/tiller');
}

/** Only processes of the same pod reach it. */
function limitsListener(container: Container): boolean {
  return container.commandLine.some((it) => /^-{1,2}listen=(?:localhost|127\.0\.0\.1|\[::1\]):/.test(it.text ?? ''));
}
