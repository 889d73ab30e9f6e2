import type { DockerfileTree } from '../../syntax/dockerfile.ts';
import {
  commandConnections,
  environmentConnections,
  type EnvironmentVariable,
} from '../../threat-model/environment.ts';
import type { Fact, Owner } from '../../threat-model/fact.ts';
import { folderOf } from '../../threat-model/folder.ts';
import { readDockerfile } from './lens.ts';

/** What a Dockerfile tells the workspace: the image it stands on, what it listens on, and the peers that it is told of. */
export function dockerfileFacts(tree: DockerfileTree, file: string): readonly Fact[] {
  const stage = readDockerfile(tree, file).finalStage;
  if (!stage) return [];
  const folder = folderOf(file);
  const owner: Owner = { kind: 'folder', folder };
  const { rootBase } = stage;
  const variables = [...stage.environment.values()]
    .filter((it) => it.kind === 'env')
    .map(
      (it): EnvironmentVariable => ({
        key: it.name,
        value: it.value ?? null,
        at: it.instruction.pairs[it.pair]?.valueAt ?? it.instruction.at,
      }),
    );
  const words = ['ENTRYPOINT', 'CMD'].flatMap((keyword) => {
    const instruction = stage.effective(keyword);
    const values = instruction?.commands.flatMap((it) => [it.name, ...it.values]) ?? [];
    return values.flatMap((text) => (text === undefined || !instruction ? [] : [{ text, at: instruction.at }]));
  });
  const exposes = stage
    .all('EXPOSE')
    .flatMap((it) => it.values.flatMap((value) => Number.parseInt(value ?? '', 10) || []));
  return [
    {
      fact: 'image',
      at: stage.at,
      folder,
      file,
      base: rootBase.kind === 'image' ? rootBase.text : null,
      exposes,
      healthcheck: stage.effective('HEALTHCHECK')?.at ?? null,
      runs: stage.effective('CMD') !== undefined || stage.effective('ENTRYPOINT') !== undefined,
    },
    ...commandConnections(words, owner),
    // An image's own variables are often addresses of downloads: only peers of the system count.
    ...environmentConnections(variables, owner).map((it) => ({ ...it, external: false })),
  ];
}
