import type { LensHost } from '../../rules/context.ts';
import type { Source } from '../../syntax/view.ts';
import type { ApiOperation, Fact } from '../../threat-model/fact.ts';
import { folderOf } from '../../threat-model/folder.ts';
import type { Tri } from '../../threat-model/model.ts';
import { OpenApiDocument } from './document.ts';
import type { Operation } from './operation.ts';

/** What an API contract tells the workspace: where it is served, and which operations ask who is calling. */
export function openapiFacts(source: Source, host: LensHost): readonly Fact[] {
  const document = new OpenApiDocument(source, host);
  if (document.isLibrary) return [];
  const servers = document.servers.flatMap((it) => (it.address === undefined ? [] : [{ url: it.address, at: it.at }]));
  return [
    {
      fact: 'api',
      at: document.at,
      folder: folderOf(source.file),
      title: document.title === '' ? null : document.title,
      servers,
      operations: document.served.map(operationFact),
    },
  ];
}

function operationFact(operation: Operation): ApiOperation {
  return {
    method: operation.method.toUpperCase(),
    path: operation.path,
    secured: securedBy(operation),
    public: operation.purpose !== undefined || operation.publicReason !== undefined,
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
