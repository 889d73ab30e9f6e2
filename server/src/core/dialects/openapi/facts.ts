import type { LensHost } from '../../rules/context.ts';
import type { Source } from '../../syntax/view.ts';
import type { ApiOperation, DataClass, Fact } from '../../threat-model/fact.ts';
import { folderOf } from '../../threat-model/folder.ts';
import type { Tri } from '../../threat-model/model.ts';
import { dataClassesIn } from './data-summary.ts';
import { OpenApiDocument } from './document.ts';
import type { Operation } from './operation.ts';

/** What an API contract tells the workspace: where it is served, and which operations ask who is calling. */
export function openapiFacts(source: Source, host: LensHost): readonly Fact[] {
  const document = new OpenApiDocument(source, host);
  if (document.isLibrary) return [];
  const servers = document.servers.flatMap((it) => (it.address === undefined ? [] : [{ url: it.address, at: it.at }]));
  const dataIn = dataClassesIn(document);
  return [
    {
      fact: 'api',
      at: document.at,
      folder: folderOf(source.file),
      title: document.title === '' ? null : document.title,
      servers,
      operations: document.served.map((it) => operationFact(it, dataIn(it))),
    },
  ];
}

function operationFact(operation: Operation, data: readonly DataClass[]): ApiOperation {
  return {
    method: operation.method.toUpperCase(),
    path: operation.path,
    secured: securedBy(operation),
    public: operation.purpose !== undefined || operation.publicReason !== undefined,
    ...(data.length > 0 ? { data } : {}),
    at: operation.at,
  };
}

/** A requirement counts when each of its alternatives names a scheme that the contract declares. */
function securedBy(operation: Operation): Tri {
  const { state, requirements } = operation.security;
  if (state === 'unknown') return 'unknown';
  if (state !== 'required') return 'no';
  return requirements.every((it) => it.uses.every((use) => use.scheme !== undefined)) ? 'yes' : 'unknown';
}
