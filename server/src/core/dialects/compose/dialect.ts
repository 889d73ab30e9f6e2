import type { View } from '../../syntax/view.ts';
import type { DataDialect } from '../dialect.ts';
import { isComposeName } from './files.ts';
import { ComposeProject } from './project.ts';
import { composeFacts } from './facts.ts';

export const compose: DataDialect = {
  name: 'compose',
  sniff: (text, uri) =>
    isComposeName(uri) || (text.includes('services') && /(?:^|[\s{,"'])services["']?\s*:/.test(text)),
  detect,
  visit(source, host, visit) {
    const project = new ComposeProject(source, host);
    visit('compose.project', project);
    for (const service of project.services) visit('compose.service', service);
  },
  facts: composeFacts,
};

/** Keys that hardly anything but a Compose service has. */
const telling = new Set([
  'image',
  'build',
  'depends_on',
  'env_file',
  'container_name',
  'network_mode',
  'cap_add',
  'cap_drop',
  'security_opt',
  'privileged',
  'mem_limit',
  'healthcheck',
  'restart',
  'read_only',
  'tmpfs',
  'extends',
  'deploy',
  'entrypoint',
  'expose',
]);
/** Keys that other formats have as well: two of them tell as much as one of the others. */
const common = new Set([
  'command',
  'ports',
  'volumes',
  'environment',
  'networks',
  'labels',
  'user',
  'logging',
  'secrets',
  'configs',
  'working_dir',
]);

/**
 * By content: a `services` map with a value that looks like a service. By name: also sections alone, and the format of
 * 2014, whose services stand at the root.
 */
function detect(root: View, uri: string): boolean {
  if (!root.isMap || root.has('apiVersion') || root.has('openapi') || root.has('swagger')) return false;
  const services = root.get('services');
  if (isComposeName(uri)) {
    if (services.isMap || services.isNull || root.has('include')) return true;
    if (services.exists) return false;
    const sections = ['networks', 'volumes', 'secrets', 'configs'].filter((it) => root.get(it).isMap);
    return (root.has('version') && sections.length > 0) || root.entries.some(([, value]) => looksLikeService(value));
  }
  // A Helm chart's values may have such a section too, but there it means something of the chart's own.
  if (/(?:^|\/)values[^/]*\.ya?ml$/.test(uri)) return false;
  return services.entries.some(([, value]) => looksLikeService(value));
}

function looksLikeService(view: View): boolean {
  const { keys } = view;
  if (!keys.some((it) => telling.has(it) || common.has(it))) return false;
  return keys.some((it) => telling.has(it)) || keys.filter((it) => common.has(it)).length > 1;
}
