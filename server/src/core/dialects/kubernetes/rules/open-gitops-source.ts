import { defineRule, type Severity } from '../../../rules/rule.ts';
import type { View } from '../../../syntax/view.ts';
import { fix } from '../repair.ts';
import type { KubernetesResource } from '../resource.ts';
import { is, readText, readTruth } from '../setting.ts';

const source = ['kyverno:verify-flux-sources', 'kyverno:verify-git-repositories'];
const project = ['kyverno:application-prevent-default-project'];

export default defineRule({
  id: 'kubernetes/open-gitops-source',
  title: 'Whoever serves the source decides what the cluster runs',
  why: 'What the repository serves becomes the state of the cluster; over plain HTTP somebody on the way serves it, and in an open project it may be anything.',
  remedy: 'Use https or ssh, verify signatures, and limit what a project may deploy.',
  category: 'supply-chain',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [494, 732], stride: ['T', 'S', 'E'] },
  equivalents: [...source, ...project],
  concepts: ['gitops-source-insecure', 'gitops-default-project'],
  visits: 'kubernetes.resource',
  check(object, report) {
    for (const url of urlsOf(object)) {
      if (!/^(?:http|git):\/\//i.test(url.text ?? '')) continue;
      report({
        at: url.anchor(),
        message: `${object.title} takes what the cluster runs from ${hostOf(url.text ?? '')} without encryption: somebody on the way can serve something else. Use https or ssh.`,
        equivalents: source,
        fixes: (url.text ?? '').startsWith('http://')
          ? fix(
              'Use https',
              'behaviour',
              [url],
              [{ op: 'rewrite', at: { ...url.anchor('value'), span: [0, 'http'.length] }, text: 'https' }],
            )
          : [],
      });
    }
    const insecure = readTruth(object.spec, 'insecure');
    if (object.group === 'source.toolkit.fluxcd.io' && is(insecure, true)) {
      report({
        at: insecure.view.anchor(),
        message: `${object.title} accepts a source without encryption or with any certificate: somebody on the way can serve something else. Remove insecure.`,
        equivalents: source,
        fixes: fix('Remove insecure', 'behaviour', [insecure.view], [{ op: 'remove', at: insecure.view.anchor() }]),
      });
    }
    for (const { view, words, severity } of openProjects(object)) {
      report({
        at: view.anchor(),
        message: `${object.title} ${words}: who takes over one repository deploys anything anywhere. Name a project that limits sources, destinations and kinds.`,
        severity,
        equivalents: project,
      });
    }
  },
});

function urlsOf(object: KubernetesResource): readonly View[] {
  if (object.group === 'source.toolkit.fluxcd.io') return [object.spec.get('url')];
  if (!object.isA('argoproj.io', 'Application')) return [];
  return [object.spec.get('source'), ...object.spec.get('sources').items].map((it) => it.get('repoURL'));
}

function openProjects(object: KubernetesResource): readonly { view: View; words: string; severity: Severity }[] {
  if (object.isA('argoproj.io', 'Application')) {
    const name = readText(object.spec, 'project');
    return is(name, 'default')
      ? [
          {
            view: name.view,
            words: 'runs in the default project, which allows every source and destination',
            severity: 'info',
          },
        ]
      : [];
  }
  if (!object.isA('argoproj.io', 'AppProject')) return [];
  return [
    ...object.spec
      .get('sourceRepos')
      .items.flatMap(star)
      .map((view) => ({ view, words: 'accepts every repository', severity: 'warning' as const })),
    ...object.spec
      .get('clusterResourceWhitelist')
      .items.flatMap((it) => star(it.get('kind')))
      .map((view) => ({ view, words: 'may deploy every kind for the whole cluster', severity: 'warning' as const })),
  ];
}

function star(view: View): readonly View[] {
  return view.text === '*' ? [view] : [];
}

/** Never the user's name and password, which may stand in the address. */
function hostOf(url: string): string {
  return /^[a-z]+:\/\/(?:[^@/]*@)?([^/:?#]+)/i.exec(url)?.[1] ?? 'its source';
}
