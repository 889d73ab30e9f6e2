import type { KubernetesObjectFact } from '../fact.ts';
import type { ClusterWorkload } from '../cluster.ts';
import type { Node } from '../join/node.ts';
import { nodeImages } from '../join/merge.ts';
import { isStore } from '../join/technology.ts';
import type { Lookup } from '../lookup.ts';
import type { ControlState, Evidence } from '../model.ts';
import { dig, listOf, numberOf, textOf } from '../plain.ts';
import { autoscalersOf, floorOf } from '../scaling.ts';
import { matchesSelector } from '../selector.ts';
import { control, placeOf, type PostureInput } from './evidence.ts';

/** Replicas and disruption budgets; for stores backup and restore. */
export function recoveryOf(node: Node, input: PostureInput): readonly ControlState[] {
  const found = [replicas(node, input.lookup)];
  if (node.workloads.some((it) => serving.test(it.object.kind))) found.push(disruptionBudget(node, input));
  if (isStore(node) && keeps(node)) found.push(...backups(node, input));
  return found;
}

const serving = /^(?:Deployment|StatefulSet|ReplicaSet|ReplicationController|DeploymentConfig|Rollout)$/;

function replicas(node: Node, lookup: Lookup): ControlState {
  const evidence: Evidence[] = [];
  let none = false;
  for (const { object } of node.workloads) {
    if (object.kind === 'DaemonSet') evidence.push({ text: 'a DaemonSet runs one on every node', at: object.at });
    if (!serving.test(object.kind)) continue;
    const written = dig(object.spec, 'replicas');
    const count = numberOf(written) ?? (written === undefined ? 1 : null);
    const scaled = autoscalersOf(lookup, object).filter((it) => floorOf(it) > 1);
    for (const it of scaled) evidence.push({ text: `${it.kind} ${it.name} keeps at least ${floorOf(it)}`, at: it.at });
    if (count !== null && count > 1)
      evidence.push({ text: `${object.kind} ${object.name} runs ${count}`, at: object.at });
    else if (count !== null && scaled.length === 0) none = true;
  }
  for (const { care } of node.compose)
    if (care.replicas?.count && care.replicas.count > 1)
      evidence.push({ text: `${care.replicas.count} run side by side`, at: care.replicas.at });
  if (evidence.length > 0) return control('recovery', 'replicas', 'yes', evidence);
  const told = node.compose.every(({ care }) => care.replicas?.count !== null);
  none ||= node.compose.length > 0 && node.workloads.length === 0 && told;
  const one: Evidence = { text: 'one instance runs', at: placeOf(node) };
  return control('recovery', 'replicas', none ? 'no' : 'unknown', none ? [one] : []);
}

function disruptionBudget(node: Node, { cluster }: PostureInput): ControlState {
  const budgetsOf = (workload: ClusterWorkload): readonly KubernetesObjectFact[] =>
    cluster
      .ofKindIn('PodDisruptionBudget', workload.object.namespace)
      .filter(
        (it) => dig(it.spec, 'selector') !== undefined && matchesSelector(dig(it.spec, 'selector'), workload.labels),
      );
  const budgets = node.workloads.flatMap(budgetsOf);
  const evidence = budgets.map((it): Evidence => ({ text: `PodDisruptionBudget ${it.name} selects it`, at: it.at }));
  if (evidence.length > 0) return control('recovery', 'disruption-budget', 'yes', evidence);
  const none: Evidence = { text: 'no disruption budget selects it', at: placeOf(node) };
  return control('recovery', 'disruption-budget', 'no', [none]);
}

/** A cache can be filled again, and a broker passes on: what they hold is not the only copy. */
function keeps(node: Node): boolean {
  const kind = node.technology?.kind;
  return kind !== 'cache' && kind !== 'broker' && kind !== 'search';
}

const backupName = /backup|pg-?dump|mysqldump|mongodump|wal-?g|pgbackrest|barman|restic|snapshot/i;

function backups(node: Node, { around, cluster }: PostureInput): readonly ControlState[] {
  const namespaces = new Set(node.workloads.map((it) => it.object.namespace));
  const callers = around(node).linksTo.filter(
    ({ from }) => backupName.test(from.name) || nodeImages(from).some((it) => backupName.test(it)),
  );
  const schedules = ['Schedule', 'Backup', 'ScheduledBackup', 'VolumeSnapshot', 'BackupConfiguration']
    .flatMap((kind) => cluster.ofKind(kind))
    .filter((it) => {
      const covered = listOf(dig(it.spec, 'template', 'includedNamespaces') ?? dig(it.spec, 'includedNamespaces'));
      if (it.apiVersion.startsWith('velero.io/'))
        return covered.length === 0 || covered.includes('*') || covered.some((name) => namespaces.has(textOf(name)));
      return namespaces.has(it.namespace);
    });
  const jobs = cluster
    .ofKind('CronJob')
    .filter((it) => namespaces.has(it.namespace) && backupName.test(it.name) && namesIt(it, node));
  const evidence: readonly Evidence[] = [
    ...callers.map((it) => ({ text: `${it.from.name} takes its backups`, at: it.evidence.at })),
    ...[...schedules, ...jobs].map((it) => ({ text: `${it.kind} ${it.name} backs it up`, at: it.at })),
  ];
  const restores = cluster
    .ofKind('Restore')
    .map((it): Evidence => ({ text: `Restore ${it.name} brings it back`, at: it.at }));
  const at = placeOf(node);
  if (evidence.length === 0)
    return [
      control('recovery', 'backup', at ? 'no' : 'unknown', at ? [{ text: 'no file shows a backup', at }] : []),
      control('recovery', 'restore', 'unknown'),
    ];
  return [
    control('recovery', 'backup', 'yes', evidence),
    control('recovery', 'restore', restores.length > 0 ? 'yes' : 'unknown', restores),
  ];
}

/** A job for the only store of its namespace need not name it; one of several has to. */
function namesIt(job: KubernetesObjectFact, node: Node): boolean {
  const text = JSON.stringify(job.spec ?? '');
  return [node.name, ...node.aliases].some((it) => text.includes(it)) || job.name.includes(node.name);
}
