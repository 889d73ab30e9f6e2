import { defineRule } from '../../../rules/rule.ts';

/** The volume types of the restricted Pod Security Standard. */
const usual: ReadonlySet<string> = new Set([
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'image',
  'persistentVolumeClaim',
  'projected',
  'secret',
]);

/** Keys of the sources that exist; an unknown key is a slip that the API refuses, and not for this rule to judge. */
const others: ReadonlySet<string> = new Set([
  'awsElasticBlockStore',
  'azureDisk',
  'azureFile',
  'cephfs',
  'cinder',
  'fc',
  'flexVolume',
  'flocker',
  'gcePersistentDisk',
  'gitRepo',
  'glusterfs',
  'iscsi',
  'nfs',
  'photonPersistentDisk',
  'portworxVolume',
  'quobyte',
  'rbd',
  'scaleIO',
  'storageos',
  'vsphereVolume',
]);

export default defineRule({
  id: 'kubernetes/unusual-volume',
  title: 'Volume passes the storage classes by',
  why: 'A volume that names its server or disk itself is not limited by storage classes and their access control; gitRepo runs git as root on the node.',
  remedy: 'Use a persistent volume claim.',
  category: 'isolation',
  severity: 'info',
  status: 'stable',
  refs: { cwe: [668], stride: ['T', 'I'] },
  equivalents: ['trivy:KSV-0028', 'psa:restrictedVolumes', 'kyverno:restrict-volume-types'],
  concepts: ['volume-type-unusual'],
  visits: 'kubernetes.workload',
  check(workload, report) {
    for (const { source, view, name } of workload.volumes) {
      if (source === undefined || usual.has(source) || !others.has(source)) continue;
      const git = source === 'gitRepo';
      report({
        at: view.get(source).anchor('key'),
        message: git
          ? `The volume "${name}" of ${workload.object.title} is a gitRepo, for which the node runs git as root on what the repository holds. Clone it in an init container instead.`
          : `The volume "${name}" of ${workload.object.title} names its storage itself (${source}) and so passes storage classes and their access control by. Use a persistent volume claim.`,
        ...(git ? { severity: 'warning' } : {}),
      });
    }
  },
});
