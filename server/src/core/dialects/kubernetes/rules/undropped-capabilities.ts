import { defineRule } from '../../../rules/rule.ts';
import { gapEquivalents, netRawKept, noKernelFence, nothingDropped } from '../equivalents.ts';
import { dropsAll, gapsOf, hasNoKernelFence, isUndecided, judgedContainers } from '../hardening.ts';
import { fix } from '../repair.ts';
import { containersTitle, otherContainers } from '../wording.ts';

export default defineRule({
  id: 'kubernetes/undropped-capabilities',
  title: 'Container keeps the default capabilities',
  why: 'The runtime grants some fourteen capabilities; among them are what an intruder needs to forge network traffic and to change file owners.',
  remedy: 'Drop ALL, and add back the one that is needed.',
  category: 'least-privilege',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [250], stride: ['E', 'S'], cis: ['Kubernetes 5.2.8', 'Kubernetes 5.2.10'], owasp: ['K01:2022'] },
  equivalents: [...gapEquivalents.capabilities, ...nothingDropped, ...netRawKept, ...noKernelFence],
  concepts: ['capabilities-not-dropped', 'capabilities-drop-none', 'net-raw-not-dropped', 'linux-hardening-absent'],
  visits: 'kubernetes.workload',
  check(workload, report) {
    const open = judgedContainers(workload).filter(
      (it) => !isUndecided(it) && gapsOf(it).includes('capabilities') && dropsAll(it) === false,
    );
    const [first] = open;
    if (!first) return;
    const drops = open.map((it) => it.droppedCapabilities?.map(({ name }) => name) ?? []);
    report({
      at: drops[0]?.length ? first.securityContext.at('capabilities', 'drop').anchor() : first.at,
      message: `${containersTitle(open)} of ${workload.object.title} ${open.length > 1 ? 'keep' : 'keeps'} capabilities that the runtime grants by default, such as forging network packets and changing the owner of files; an intruder gets them too. Drop ALL and add back what is needed.`,
      equivalents: [
        ...gapEquivalents.capabilities,
        ...(drops.some((it) => it.length === 0) ? nothingDropped : []),
        ...(drops.some((it) => !it.includes('NET_RAW')) ? netRawKept : []),
        ...(open.some(hasNoKernelFence) ? noKernelFence : []),
      ],
      related: otherContainers(open),
      fixes: fix(
        'Drop all capabilities',
        'behaviour',
        open.map((it) => it.view),
        open.flatMap((it) => [
          { op: 'set', at: it.securityContext.at('capabilities', 'drop').anchor(), value: ['ALL'] } as const,
          ...(bindsLowPort(it.ports) && it.addedCapabilities?.length === 0
            ? [
                {
                  op: 'set',
                  at: it.securityContext.at('capabilities', 'add').anchor(),
                  value: ['NET_BIND_SERVICE'],
                } as const,
              ]
            : []),
        ]),
      ),
    });
  },
});

/** A port below 1024 may need the capability, unless the runtime gives such ports to everybody. */
function bindsLowPort(
  ports: readonly { readonly number: { readonly state: string; readonly value?: number } }[],
): boolean {
  return ports.some(({ number }) => number.state === 'set' && (number.value ?? 1024) < 1024);
}
