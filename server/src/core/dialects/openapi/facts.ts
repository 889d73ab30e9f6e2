import { cellsOf } from '../../cells/cell.ts';
import { sameValue } from '../../cells/same.ts';
import type { ApiOperation, DataClass, Fact } from '../../threat-model/fact.ts';
import { folderOf } from '../../threat-model/folder.ts';
import type { Tri } from '../../threat-model/model.ts';
import { dataClassesIn } from './data-summary.ts';
import type { OpenApiDocument } from './document.ts';
import type { Operation } from './operation.ts';

/** What an API contract tells the workspace: where it is served, and which operations ask who is calling. */
export function openapiFacts(document: OpenApiDocument): readonly Fact[] {
  if (document.isLibrary) return [];
  const servers = document.servers.flatMap((it) => (it.address === undefined ? [] : [{ url: it.address, at: it.at }]));
  const data = classesIn(document);
  return [
    {
      fact: 'api',
      at: document.at,
      folder: folderOf(document.view.source.file),
      title: document.title === '' ? null : document.title,
      servers,
      operations: document.served.map((it, i) => ({ ...operationFact(it), ...dataFact(data[i] ?? []) })),
    },
  ];
}

/** Of each served operation, in their order. */
const classesIn = cellsOf(
  (document: OpenApiDocument) => {
    const dataIn = dataClassesIn(document);
    return document.served.map(dataIn);
  },
  sameValue,
  'fine',
);

function dataFact(data: readonly DataClass[]): Pick<ApiOperation, 'data'> {
  return data.length > 0 ? { data } : {};
}

const operationFact = cellsOf((operation: Operation): ApiOperation => {
  return {
    method: operation.method.toUpperCase(),
    path: operation.path,
    secured: securedBy(operation),
    public: operation.purpose !== undefined || operation.publicReason !== undefined,
    at: operation.at,
  };
}, sameValue);

/** A requirement counts when each of its alternatives names a scheme that the contract declares. */
function securedBy(operation: Operation): Tri {
  const { state, requirements } = operation.security;
  if (state === 'unknown') return 'unknown';
  if (state !== 'required') return 'no';
  return requirements.every((it) => it.uses.every((use) => use.scheme !== undefined)) ? 'yes' : 'unknown';
}
