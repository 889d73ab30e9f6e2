import { defineRule } from '../../../rules/rule.ts';
import { ingressPaths, isIngress } from '../ingress.ts';
import { fixByRemoving, fixBySetting } from '../repair.ts';

const any = ['checkov:CKV_K8S_153', 'kyverno:disallow-ingress-nginx-custom-snippets', 'kubescape:C-0059'];
const lua = ['checkov:CKV_K8S_152'];
const alias = ['checkov:CKV_K8S_154'];
const words = ['kyverno:restrict-annotations'];
const injection = ['trivy:KCV-0093'];
const paths = ['kyverno:restrict-ingress-paths'];

export default defineRule({
  id: 'kubernetes/nginx-snippet',
  title: 'Ingress writes into the configuration of its controller',
  why: 'Whoever writes the annotation reads the token of the controller and all certificates of the cluster, or runs code in it (CVE-2021-25742, CVE-2025-1097).',
  remedy: 'Remove it; use the annotations for the single feature.',
  category: 'input-validation',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [74, 94], stride: ['E', 'I'] },
  equivalents: [...any, ...lua, ...alias, ...words, ...injection, ...paths],
  concepts: ['ingress-nginx-snippet', 'ingress-nginx-annotation-injection', 'ingress-nginx-path-injection'],
  visits: 'kubernetes.resource',
  check(object, report) {
    if (object.isA('', 'ConfigMap')) {
      const allowed = object.view.get('data').get('allow-snippet-annotations');
      if (allowed.text?.trim() !== 'true') return;
      report({
        at: allowed.anchor(),
        message: `${object.title} lets every Ingress write raw configuration into nginx: whoever may edit one reads the token of the controller and the certificates of everybody behind it. Set allow-snippet-annotations to "false".`,
        equivalents: ['kubescape:C-0059'],
        fixes: fixBySetting(allowed, 'false', 'Refuse snippets'),
      });
      return;
    }
    if (!isIngress(object)) return;
    for (const { name, value = '', view } of object.annotations) {
      if (/^nginx\.ingress\.kubernetes\.io\/.*-snippet$/.test(name)) {
        const forbidden = /\b(?:alias|root|internal|serviceaccount)\b|lua/i.test(value);
        report({
          at: view.anchor('key'),
          message: `${object.title} writes raw configuration into nginx (${name}): whoever may edit this Ingress reads the token of the controller and the certificates of everybody behind it. Remove the snippet and use the annotation for the single feature.`,
          equivalents: [
            ...any,
            ...(/lua/i.test(value) ? lua : []),
            ...(/\balias\b/.test(value) ? alias : []),
            ...(forbidden ? words : []),
          ],
          fixes: fixByRemoving(view, 'Remove the snippet'),
        });
      } else if (
        /^nginx\.ingress\.kubernetes\.io\/(?:auth-url|auth-tls-match-cn|mirror-target|mirror-host)$/.test(name) &&
        /[\n{};#|"'`\\]/.test(value)
      ) {
        report({
          at: view.anchor(),
          message: `${name} of ${object.title} holds characters that old controllers copied into their configuration as they were, which ran code in the controller (CVE-2025-1097, CVE-2025-1098, CVE-2025-24514). Write a plain address.`,
          equivalents: injection,
        });
      }
    }
    for (const path of ingressPaths(object)) {
      if (!/\/(?:etc|root|proc)(?:\/|$)|\/var\/run\/secrets|[\n{};]/.test(path.text ?? '')) continue;
      report({
        at: path.anchor(),
        message: `The path ${(path.text ?? '').split('\n')[0] ?? ''} of ${object.title} reaches into the files of the controller: such paths have been used to read its token (CVE-2021-25745, CVE-2021-25748). Use the path of the service.`,
        equivalents: paths,
      });
    }
  },
});
