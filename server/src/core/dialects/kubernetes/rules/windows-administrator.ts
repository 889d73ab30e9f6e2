import { defineRule } from '../../../rules/rule.ts';
import { judgedContainers } from '../hardening.ts';
import { fix, setField } from '../repair.ts';
import { inherit, is, readText } from '../setting.ts';
import { containersTitle, otherContainers } from '../wording.ts';

const administrator = /^(?:containeradministrator|nt authority\\system|administrators?)$/i;

export default defineRule({
  id: 'kubernetes/windows-administrator',
  title: 'Windows container may run as administrator',
  why: 'Many Windows images start as ContainerAdministrator, who may change every file and service in the container.',
  remedy: 'Set windowsOptions.runAsUserName to ContainerUser.',
  category: 'least-privilege',
  severity: 'info',
  status: 'stable',
  refs: {
    cwe: [250],
    stride: ['E'],
    standard: ['Kubernetes: Configure RunAsUserName for Windows pods and containers'],
  },
  equivalents: ['kubescape:set-runasusername-value'],
  concepts: ['security-context-missing'],
  visits: 'kubernetes.workload',
  check(workload, report) {
    if (!workload.isWindows) return;
    const open = judgedContainers(workload).flatMap((container) => {
      const own = readText(container.view, 'securityContext', 'windowsOptions', 'runAsUserName');
      const user = inherit(own, readText(workload.securityContext, 'windowsOptions', 'runAsUserName'));
      const bad =
        !is(container.hostProcess, true) &&
        (user.state === 'absent' || (user.state === 'set' && administrator.test(user.value)));
      return bad ? [{ container, own, user }] : [];
    });
    const [first] = open;
    if (!first) return;
    const containers = open.map((it) => it.container);
    report({
      at: first.user.state === 'set' ? first.user.view.anchor() : first.container.at,
      message: `${containersTitle(containers)} of ${workload.object.title} may run as administrator of the Windows container, which many images do unless told otherwise. Set runAsUserName to ContainerUser.`,
      related: otherContainers(containers),
      fixes: fix(
        'Run as ContainerUser',
        'behaviour',
        containers.map((it) => it.view),
        open.map((it) =>
          setField(
            it.own.state === 'set' ? it.own.view : it.container.securityContext.at('windowsOptions', 'runAsUserName'),
            'ContainerUser',
          ),
        ),
      ),
    });
  },
});
