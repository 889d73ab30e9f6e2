import { defineRule } from '../../../rules/rule.ts';
import { fixBySetting } from '../repair.ts';
import { is, isNot, readText, readTruth, type Setting } from '../setting.ts';

export default defineRule({
  id: 'kubernetes/unencrypted-storage',
  title: 'Disks are not encrypted',
  why: 'Snapshots and disks that were detached or thrown away reveal the data.',
  remedy: 'Set the parameter encrypted to "true".',
  category: 'data-protection',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [311], stride: ['I'] },
  equivalents: ['kubescape:C-0264'],
  concepts: ['persistent-volume-unencrypted'],
  visits: 'kubernetes.resource',
  check(object, report) {
    // Google's and Azure's disks are encrypted whatever the class says; only on AWS it has to be asked for.
    if (!object.isA('storage.k8s.io', 'StorageClass')) return;
    const provisioner = readText(object.view, 'provisioner');
    if (!is(provisioner, 'ebs.csi.aws.com') && !is(provisioner, 'kubernetes.io/aws-ebs')) return;
    const text = readText(object.view, 'parameters', 'encrypted');
    const truth = readTruth(object.view, 'parameters', 'encrypted');
    const encrypted: Setting<string> = truth.state === 'set' ? { ...truth, value: String(truth.value) } : text;
    if (!isNot(encrypted, 'true')) return;
    report({
      at: encrypted.state === 'set' ? encrypted.view.anchor() : object.at,
      message: `${object.title} makes disks on AWS that are not encrypted: a snapshot or a detached disk reveals the data. Set the parameter encrypted to "true".`,
      fixes: fixBySetting(encrypted.view, 'true', 'Encrypt the disks'),
    });
  },
});
