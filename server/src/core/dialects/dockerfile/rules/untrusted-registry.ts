import { defineRule } from '../../../rules/rule.ts';
import { type ImageReference, canonicalName } from '../../../syntax/image-reference.ts';
import { isLocalHost } from '../addresses.ts';
import { imageUses } from '../images.ts';

export default defineRule({
  id: 'dockerfile/untrusted-registry',
  title: 'Base image comes from a registry that is not trusted',
  why: 'A base image is foreign code at the heart of the service; one from an unvetted registry, or under a look-alike name, may do anything.',
  remedy: 'Take the image from a trusted registry, or add its registry to trustedRegistries in the policy.',
  category: 'supply-chain',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [829], stride: ['T', 'S'], cis: ['Docker 4.2'] },
  equivalents: ['hadolint:DL3026', 'datadog:use_only_an_allowed_registry_in_the_from_image'],
  concepts: ['base-image-registry-not-allowed'],
  visits: 'dockerfile.file',
  check(file, report, { options }) {
    const trusted = options.trustedRegistries;
    for (const { image, at } of imageUses(file)) {
      const { registry } = image;
      if (registry === undefined) continue;
      if (trusted.length === 0) {
        const address = /^(?:\d+\.\d+\.\d+\.\d+|\[.*\])(?::\d+)?$/.test(registry);
        if (!address || isLocalHost(registry.replace(/:\d+$/, ''))) continue;
        report({
          at,
          message: `The image comes from the bare address ${registry}, whose owner no certificate proves. Use a registry with a name, over TLS.`,
          severity: 'info',
          reason: 'The policy names no trusted registries.',
        });
      } else if (!isTrusted(image, registry, trusted)) {
        report({
          at,
          message: `The image comes from ${registry}, which is not among the trusted registries of the policy. Take it from one of them, or add it there.`,
        });
      }
    }
  },
});

function isTrusted(image: ImageReference, registry: string, trusted: readonly string[]): boolean {
  const name = canonicalName(image) ?? registry;
  return trusted.some((entry) => {
    const prefix = entry.toLowerCase().replace(/\*+$/, '');
    return (
      prefix === '' ||
      prefix === name ||
      prefix === registry ||
      name.startsWith(prefix.endsWith('/') ? prefix : `${prefix}/`)
    );
  });
}
