import { defaultOptions } from '../rules/context.ts';
import type { Visitor } from '../rules/nouns.ts';
import type { AnyRule } from '../rules/rule.ts';
import { indexRules, runRules } from '../rules/run.ts';
import type { Anchor } from '../syntax/anchor.ts';
import { underFault, type ParsedChunk } from '../syntax/parsed.ts';
import type { WeaknessFact } from '../threat-model/fact.ts';
import composeAddress from './compose/rules/credential-in-address.ts';
import composeCapability from './compose/rules/dangerous-capability.ts';
import composeDebugger from './compose/rules/debug-server.ts';
import composeLogging from './compose/rules/disabled-logging.ts';
import composeCertificates from './compose/rules/disabled-tls-verification.ts';
import composeEngine from './compose/rules/engine-over-tcp.ts';
import composeSocket from './compose/rules/engine-socket-mount.ts';
import composeDevice from './compose/rules/host-device.ts';
import composeNamespace from './compose/rules/host-namespace.ts';
import composePorts from './compose/rules/port-on-all-interfaces.ts';
import composePrivileged from './compose/rules/privileged-service.ts';
import composeConsole from './compose/rules/published-console.ts';
import composeShape from './compose/rules/secret-by-shape.ts';
import composeCommand from './compose/rules/secret-in-command.ts';
import composeSecret from './compose/rules/secret-in-environment.ts';
import composePath from './compose/rules/sensitive-host-path.ts';
import composeSystemPath from './compose/rules/writable-system-path.ts';
import imageDebugger from './dockerfile/rules/debug-server.ts';
import imageShape from './dockerfile/rules/secret-by-value.ts';
import imageSecret from './dockerfile/rules/secret-in-variable.ts';
import podCapability from './kubernetes/rules/added-capability.ts';
import podDashboard from './kubernetes/rules/dashboard.ts';
import podDebugger from './kubernetes/rules/debug-server.ts';
import podCertificates from './kubernetes/rules/disabled-tls-verification.ts';
import podProcesses from './kubernetes/rules/host-pid.ts';
import podNodePort from './kubernetes/rules/node-port.ts';
import podPrivileged from './kubernetes/rules/privileged-container.ts';
import podLoadBalancer from './kubernetes/rules/public-load-balancer.ts';
import podSocket from './kubernetes/rules/runtime-socket.ts';
import podConfigSecret from './kubernetes/rules/secret-in-config-map.ts';
import podSecret from './kubernetes/rules/secret-in-env.ts';
import podTiller from './kubernetes/rules/tiller.ts';
import podPath from './kubernetes/rules/writable-host-path.ts';
import meshProxy from './mesh/rules/proxy-bypass.ts';

/** Rules over single files whose findings open a threat to what the file declares. */
const rules: readonly AnyRule[] = [
  composeAddress,
  composeCapability,
  composeDebugger,
  composeLogging,
  composeCertificates,
  composeEngine,
  composeSocket,
  composeDevice,
  composeNamespace,
  composePorts,
  composePrivileged,
  composeConsole,
  composeShape,
  composeCommand,
  composeSecret,
  composePath,
  composeSystemPath,
  imageDebugger,
  imageShape,
  imageSecret,
  podCapability,
  podDashboard,
  podDebugger,
  podCertificates,
  podProcesses,
  podNodePort,
  podPrivileged,
  podLoadBalancer,
  podSocket,
  podConfigSecret,
  podSecret,
  podTiller,
  podPath,
  meshProxy,
];
const index = indexRules(rules);
const ids: ReadonlySet<string> = new Set(rules.map((it) => it.id));

/** Capabilities that a service is often given back, such as that to bind a low port, give nobody the machine. */
const harmlessBelowError: ReadonlySet<string> = new Set([composeCapability.id, podCapability.id]);

/** None of these rules asks for a policy or the day, so that facts follow from the file alone. */
const context = { options: defaultOptions, today: '' };

/** The findings of a chunk that open a threat, as facts. */
export function weaknessesOf(
  parsed: ParsedChunk,
  root: Anchor,
  announce: (visit: Visitor) => void,
): readonly WeaknessFact[] {
  return runRules(index, context, announce, root).flatMap((it): readonly WeaknessFact[] => {
    // What fails here is told by the finding of the rule itself.
    const known = ids.has(it.rule) && it.at.file === root.file && !underFault(parsed, it.at);
    const grave = it.severity === 'error' || (it.severity === 'warning' && !harmlessBelowError.has(it.rule));
    if (!known || !grave || it.confidence === 'low') return [];
    return [{ fact: 'weakness', at: it.at, rule: it.rule, text: firstSentence(it.message) }];
  });
}

/** The claim without what it means and what to do. */
function firstSentence(message: string): string {
  const end = /[.:;](?=\s)/.exec(message);
  const text = end ? message.slice(0, end.index) : message;
  return text.length > 160 ? `${text.slice(0, 159)}…` : text;
}
