import type { DockerfileTree } from '../../syntax/dockerfile.ts';
import {
  commandConnections,
  environmentConnections,
  type EnvironmentVariable,
} from '../../threat-model/environment.ts';
import type { Fact, Owner, StageFact } from '../../threat-model/fact.ts';
import { folderOf } from '../../threat-model/folder.ts';
import { type Dockerfile, type DockerfileStage, readDockerfile } from './lens.ts';
import { mountOptions } from './mount.ts';

/** What a Dockerfile tells the workspace: the image it stands on, what it listens on, and the peers that it is told of. */
export function dockerfileFacts(tree: DockerfileTree, file: string): readonly Fact[] {
  const read = readDockerfile(tree, file);
  const stage = read.finalStage;
  if (!stage) return [];
  const stages = stagesOf(read);
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
  return [
    {
      fact: 'image',
      at: stage.at,
      folder,
      file,
      ...(stages.length > 0 ? { stages } : {}),
      base: rootBase.kind === 'image' ? rootBase.text : null,
      exposes: exposesOf(stage),
      healthcheck: stage.effective('HEALTHCHECK')?.at ?? null,
      runs: stage.effective('CMD') !== undefined || stage.effective('ENTRYPOINT') !== undefined,
    },
    ...commandConnections(words, owner),
    // An image's own variables are often addresses of downloads: only peers of the system count.
    ...environmentConnections(variables, owner).map((it) => ({ ...it, external: false })),
  ];
}

function exposesOf(stage: DockerfileStage): readonly number[] {
  return stage.all('EXPOSE').flatMap((it) => it.values.flatMap((value) => Number.parseInt(value ?? '', 10) || []));
}

/** What the final stage is built with: the stages before it, and the images that files are copied or mounted from. */
function stagesOf(file: Dockerfile): readonly StageFact[] {
  const { stages, finalStage } = file;
  const shipped = new Set(finalStage?.chain ?? []);
  const before = stages
    .filter((it) => it !== finalStage)
    .map(
      (it): StageFact => ({
        name: it.name,
        base: it.rootBase.kind === 'image' ? it.rootBase.text : null,
        exposes: exposesOf(it),
        idle: !it.isReached && !shipped.has(it),
        at: it.at,
      }),
    );
  const copied = stages.flatMap((stage) =>
    stage.instructions.flatMap((instruction): readonly StageFact[] => {
      const mounts = instruction.flags('mount').map(({ value }) => mountOptions(value ?? undefined)?.get('from'));
      return [instruction.flag('from')?.value ?? undefined, ...mounts].flatMap((name): readonly StageFact[] =>
        name === undefined || name === '' || file.stage(name, stage.index) !== undefined || /^\d+$/.test(name)
          ? []
          : [{ name: null, base: name, exposes: [], idle: !stage.isReached, at: instruction.at }],
      );
    }),
  );
  return [...before, ...copied];
}
