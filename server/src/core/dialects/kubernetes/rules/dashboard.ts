import { defineRule } from '../../../rules/rule.ts';
import { readMark } from '../resource.ts';
import { valueOf } from '../setting.ts';

export default defineRule({
  id: 'kubernetes/dashboard',
  title: 'Kubernetes dashboard is deployed',
  why: 'Old dashboards skip the login or act with broad rights of their own, and have been a way into many clusters.',
  remedy: 'Remove it, or keep it off the network and give its account no rights.',
  category: 'exposure',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [306], stride: ['E', 'I'] },
  equivalents: ['checkov:CKV_K8S_33', 'kics:dashboard_is_enabled', 'kubescape:C-0014'],
  concepts: ['dashboard-deployed'],
  visits: 'kubernetes.workload',
  check(workload, report) {
    const found = workload.containers.find((it) => {
      const name = it.imageReference?.repository ?? '';
      return /(?:^|\/)(?:kubernetes-dashboard|kubernetesui)(?:[-/]|$)/.test(name) && !name.endsWith('metrics-scraper');
    });
    const labels = [workload.object.metadata.get('labels'), workload.pod.get('metadata').get('labels')];
    const labelled = labels.some(
      (it) => readMark(it, 'app') === 'kubernetes-dashboard' || readMark(it, 'k8s-app') === 'kubernetes-dashboard',
    );
    const asDashboard = valueOf(workload.serviceAccount) === 'kubernetes-dashboard';
    if (!found && !labelled && !asDashboard) return;
    const skips = workload.containers
      .flatMap((it) => it.commandLine)
      .find((it) => /^--(?:enable-skip-login|insecure-port)\b/.test(it.text ?? ''));
    report({
      at: skips?.anchor() ?? found?.image.view.anchor() ?? workload.at,
      message: skips
        ? `${workload.object.title} is the Kubernetes dashboard without a login (${(skips.text ?? '').replace(/=.*/, '')}): whoever reaches it acts with its rights. Remove the flag, or the dashboard.`
        : `${workload.object.title} ${found || labelled ? 'is the Kubernetes dashboard' : 'runs as the account of the Kubernetes dashboard'}, a console that has been a way into many clusters. Remove it, or keep it off the network and give its account no rights.`,
      ...(skips ? { severity: 'error' } : {}),
      equivalents: found || labelled ? this.equivalents : ['kubescape:C-0014'],
      confidence: found ? 'high' : 'medium',
    });
  },
});
