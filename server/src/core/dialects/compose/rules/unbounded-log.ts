import { defineRule } from '../../../rules/rule.ts';
import { mayClaimAbsence, setFix, softened } from '../claims.ts';
import { textOf, valueOf } from '../text.ts';

const title = 'Limit the size of the log';

export default defineRule({
  id: 'compose/unbounded-log',
  title: "Service's log can fill the disk",
  why: 'A noisy or hostile client writes the disk of the host full through the log, and everything on it stops.',
  remedy: 'Set max-size and max-file, or use the driver local.',
  category: 'resource-limits',
  severity: 'hint',
  status: 'stable',
  refs: { cwe: [770, 779], stride: ['D', 'R'] },
  equivalents: [],
  concepts: ['log-size-unbounded'],
  visits: 'compose.service',
  check(service, report) {
    if (!mayClaimAbsence(service)) return;
    const driver = service.find('logging', 'driver');
    const name = driver ? valueOf(driver) : service.lacks('logging', 'driver') ? 'json-file' : undefined;
    if (name !== 'json-file' || !service.lacks('logging', 'options', 'max-size')) return;
    const size = service.find('logging', 'options', 'max-size');
    if (size && textOf(size)) return;
    const logging = service.view.get('logging');
    report({
      at: service.at,
      message: `The log of service "${service.name}" grows without end unless the engine is told otherwise. Set max-size.`,
      ...softened(service, 'hint'),
      // Rotation loses nothing that a reader of the log relies on. Where no driver is named, the engine's own may be
      // another one than json-file, whose readers would look in vain.
      fixes: logging.exists
        ? setFix(logging.at('options', 'max-size'), '10m', title, driver ? 'safe' : 'behaviour')
        : setFix(logging, { driver: 'local' }, title),
      group: {
        key: 'all',
        message: (count) =>
          `The logs of ${count} services grow without end unless the engine is told otherwise: a noisy client can fill the disk. Set max-size, or use the driver local.`,
      },
    });
  },
});
