import { blank } from '../../../fix/patch.ts';
import { defineRule } from '../../../rules/rule.ts';
import { type Check, commandLineOf, mustBeGiven, reportFaults } from '../control-plane.ts';
import { isWorkload } from '../workload.ts';

const flag = [
  'checkov:CKV_K8S_104',
  'trivy:KCV-0030',
  'kics:encryption_provider_config_is_not_defined',
  'kubescape:C-0141',
  'kubescape:C-0066',
];
const provider = ['kics:encryption_provider_not_properly_configured', 'kubescape:C-0142'];

const checks: readonly Check[] = [
  mustBeGiven(
    { 'encryption-provider-config': blank('/etc/kubernetes/encryption.yaml') },
    { words: 'stores Secrets readably in etcd (--encryption-provider-config)', severity: 'warning', equivalents: flag },
  ),
];

export default defineRule({
  id: 'kubernetes/unencrypted-etcd',
  title: 'Secrets lie readable in etcd',
  why: 'Who gets hold of the disk or of a backup of etcd has every credential of the cluster.',
  remedy: 'Encrypt Secrets by an EncryptionConfiguration whose first provider encrypts.',
  category: 'data-protection',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [311], stride: ['I'], cis: ['Kubernetes 1.2.27'] },
  equivalents: [...flag, ...provider],
  concepts: ['etcd-encryption-weak'],
  visits: ['kubernetes.workload', 'kubernetes.resource'],
  check(noun, report) {
    if (isWorkload(noun)) {
      for (const container of noun.containers) reportFaults(commandLineOf(container), 'kube-apiserver', checks, report);
      return;
    }
    // Before 1.13 it had another name, which servers still read.
    if (!noun.isA('apiserver.config.k8s.io', 'EncryptionConfiguration') && !noun.isA('', 'EncryptionConfig')) return;
    for (const entry of noun.view.get('resources').items) {
      const resources = entry.get('resources').items.map((it) => it.text);
      if (!resources.some((it) => it === 'secrets' || it === '*.*' || it === '*.')) continue;
      // The first provider writes, all others only read what was written before.
      const [first] = entry.get('providers').items;
      const identity = first?.get('identity');
      if (!identity?.exists) continue;
      report({
        at: identity.anchor('key'),
        message: `${noun.title} writes Secrets with the provider identity, which is no encryption: what the later providers say is only for reading. Put one that encrypts first.`,
        equivalents: provider,
      });
    }
  },
});
