import { cycloneDx } from '../../core/threat-model/export/cyclonedx.ts';
import { htmlReport } from '../../core/threat-model/export/html-report.ts';
import { mermaid } from '../../core/threat-model/export/mermaid.ts';
import { openThreatModel } from '../../core/threat-model/export/otm.ts';
import { modelReport } from '../../core/threat-model/export/report.ts';
import { dragonSizes, threatDragon } from '../../core/threat-model/export/threat-dragon.ts';
import { inventoryOf } from '../../core/threat-model/inventory.ts';
import { baseName } from '../../core/threat-model/folder.ts';
import type { ThreatModel } from '../../core/threat-model/model.ts';
import type { Workspace } from '../../core/workspace.ts';
import { plainModel } from './json.ts';
import { edgeOf, pictureOf, svg } from './picture.ts';
import { type FileOf, placeIn } from './place.ts';

/** What an export needs besides the workspace. */
export interface ExportSetting {
  readonly fileOf: FileOf;
  /** Path of the layout engine's script, `elk-worker.min.js`. */
  readonly engine: string;
  /** Today as yyyy-mm-dd, which decides what is out of support. */
  readonly today: string;
  /** Our own version, which some forms ask for. */
  readonly version: string;
}

interface Format {
  /** What it is, in a line for people. */
  readonly title: string;
  /** What comes after the name of the system in the name of the file. */
  readonly ending: string;
  readonly print: (from: Source) => string | Promise<string>;
}

interface Source extends ExportSetting {
  readonly workspace: Workspace;
  readonly model: ThreatModel;
  readonly name: string;
}

/** Every form that the threat model can be written in, by its name. */
export const exportFormats: Readonly<Record<string, Format>> = {
  json: {
    title: 'JSON: everything, for programs',
    ending: 'threat-model.json',
    print: ({ workspace, fileOf }) => json(plainModel(workspace, fileOf)),
  },
  html: {
    title: 'HTML: a report in one page, with the diagram',
    ending: 'threat-model.html',
    print: async ({ workspace, model, name, fileOf, engine, today }) =>
      htmlReport(model, {
        name,
        today,
        inventory: inventoryOf(
          model,
          workspace.files.flatMap((it) => workspace.facts(it)),
          today,
        ),
        picture: model.components.length === 0 ? null : svg(await pictureOf(model, engine), 'Data-flow diagram'),
        placeOf: placeIn(workspace, fileOf),
      }),
  },
  markdown: {
    title: 'Markdown: a report for a repository',
    ending: 'threat-model.md',
    print: ({ workspace, model, fileOf }) => modelReport(model, placeIn(workspace, fileOf)),
  },
  svg: {
    title: 'SVG: the diagram',
    ending: 'threat-model.svg',
    print: async ({ model, name, engine }) => svg(await pictureOf(model, engine), `Data-flow diagram of ${name}`),
  },
  mermaid: { title: 'Mermaid: the diagram as text', ending: 'threat-model.mmd', print: ({ model }) => mermaid(model) },
  otm: {
    title: 'Open Threat Model 0.2.0',
    ending: 'otm.json',
    print: ({ workspace, model, name, fileOf }) => json(openThreatModel(model, name, placeIn(workspace, fileOf))),
  },
  'threat-dragon': {
    title: 'OWASP Threat Dragon 2',
    ending: 'threat-dragon.json',
    print: async ({ workspace, model, name, fileOf, engine }) => {
      const { layout } = await pictureOf(model, engine, { whole: true, sizes: dragonSizes });
      const placed = { nodes: layout.nodes, boundaries: layout.boundaries, edge: edgeOf(layout) };
      return json(threatDragon(model, name, placed, placeIn(workspace, fileOf)), 2);
    },
  },
  cyclonedx: {
    title: 'CycloneDX 1.6: services and their data flows',
    ending: 'cdx.json',
    print: ({ model, name, version }) => json(cycloneDx(model, name, version), 2),
  },
};

/** The model in one form, with the name of a file to keep it in; null when there is no such form. */
export async function exportModel(
  workspace: Workspace,
  format: string,
  setting: ExportSetting,
): Promise<{ readonly text: string; readonly fileName: string } | null> {
  const form = Object.hasOwn(exportFormats, format) ? exportFormats[format] : undefined;
  if (!form) return null;
  const name = decoded(baseName(workspace.root));
  const text = await form.print({ ...setting, workspace, model: workspace.threatModel(), name });
  return { text, fileName: fileName(name, form.ending) };
}

/** Characters that a file's name may have in every file system (POSIX, 3.265, and Windows' shorter list). */
function fileName(name: string, ending: string): string {
  const safe = name
    .normalize()
    .replace(/[^\p{L}\p{N}_-]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
  return safe === '' ? ending : `${safe}.${ending}`;
}

function json(value: unknown, indent?: number): string {
  return `${JSON.stringify(value, null, indent)}\n`;
}

/** Folders are known by URI. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
