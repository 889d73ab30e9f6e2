import { defineRule } from '../../../rules/rule.ts';

/** Variables and flags of git-sync 3 and 4 by which it runs a program of the manifest's choice, or holds a password. */
const variables =
  /^(?:GIT_?SYNC_(?:GIT|EXECHOOK_COMMAND|ASKPASS_URL|PASSWORD)|GIT_SYNC_(?:HOOK|SYNC_HOOK|EXECHOOK)_COMMAND)$/;
const flags = /^--?(?:git|exechook-command|sync-hook-command|askpass-url|password)(?:=|$)/;

export default defineRule({
  id: 'kubernetes/git-sync-command',
  title: 'Sidecar git-sync runs a program that the manifest chooses',
  why: 'Who can edit the variable, the values file or the volume behind it runs any program in the pod.',
  remedy: 'Use the git of the image, and a webhook in place of a hook command.',
  category: 'supply-chain',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [78], stride: ['E', 'T'] },
  equivalents: ['checkov:CKV_K8S_159'],
  concepts: ['git-sync-command-injection'],
  visits: 'kubernetes.container',
  check(container, report) {
    const image = container.imageReference;
    const command = container.view.get('command').items.map((it) => it.text ?? '');
    if (image?.shortName !== 'git-sync' && !command.some((it) => /(?:^|\/)git-sync$/.test(it))) return;
    const places = [
      ...container.env
        .filter((it) => variables.test(it.name))
        .map((it) => ({ name: it.name, view: it.view.get('name') })),
      ...container.commandLine
        .filter((it) => flags.test(it.text ?? ''))
        .map((it) => ({ name: (it.text ?? '').replace(/=.*$/, ''), view: it })),
    ];
    for (const { name, view } of places) {
      report({
        at: view.anchor(),
        message: `${container.title} of ${container.workload.object.title} is git-sync with ${name}: whoever can change that setting, or the file it names, runs any program in this pod. Use the git of the image, and a webhook in place of a command.`,
      });
    }
  },
});
