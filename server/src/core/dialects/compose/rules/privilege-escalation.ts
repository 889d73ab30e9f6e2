import { defineRule } from '../../../rules/rule.ts';
import { appendFix, mayClaimAbsence, setFix, softened } from '../claims.ts';

const listed = ['kics:27fcc7d6-c49b-46e0-98f1-6c082a6a2750'];
const absent = ['kics:610e266e-6c12-4bca-9925-1ed0cd29742b', 'docker-bench:5.2', 'docker-bench:5.3'];
const both = ['compose-lint:CL-0003', 'semgrep:no-new-privileges', 'docker-bench:5.26'];
const option = 'no-new-privileges:true';

export default defineRule({
  id: 'compose/privilege-escalation',
  title: 'Processes of the service may gain privileges',
  why: 'A setuid program in the image, such as sudo or mount, lets an intruder who is nobody become root in the container.',
  remedy: 'Add no-new-privileges:true to security_opt.',
  category: 'least-privilege',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [250, 269, 693], stride: ['E'], cis: ['Docker 5.26', 'Docker 5.2'] },
  equivalents: [...both, ...listed, ...absent],
  concepts: ['no-new-privileges-missing', 'security-opt-absent'],
  visits: 'compose.service',
  check(service, report) {
    const options = service.securityOptions;
    const off = options.find((it) => /^no-new-privileges\s*[:=]\s*false$/i.test(it.value?.trim() ?? ''));
    if (
      !off &&
      (!mayClaimAbsence(service) ||
        options.some((it) => it.value === undefined || /^no-new-privileges(?:\s*[:=]\s*true)?$/i.test(it.value.trim())))
    )
      return;
    if (options.length === 0 && !service.lacks('security_opt') && !service.find('security_opt')?.isList) return;
    const none = service.lacks('security_opt') || options.length === 0;
    report({
      at: service.at,
      message: `Processes of service "${service.name}" may gain privileges: a setuid program in its image makes an intruder root. Set ${option}.`,
      equivalents: [...both, ...(none ? absent : listed)],
      ...softened(service, 'warning'),
      fixes:
        off && service.owns(off.view)
          ? setFix(off.view, option, `Set ${option}`)
          : appendFix(service.view.get('security_opt'), option, `Set ${option}`),
    });
  },
});
