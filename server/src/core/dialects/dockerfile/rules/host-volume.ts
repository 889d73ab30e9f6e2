import { defineRule } from '../../../rules/rule.ts';
import { fix, remove } from '../repair.ts';

const SOCKET = /(?:docker|containerd|podman|crio|cri-dockerd|dockershim)\.sock$/;
const TREE = /^\/(?:sys|dev|proc|var\/run|run)$/;

export default defineRule({
  id: 'dockerfile/host-volume',
  title: 'VOLUME invites a mount that controls the host',
  why: 'It tells the operator to mount the socket of the engine or a tree of the kernel, and whoever is in the container then owns the host.',
  remedy: 'Remove the path from VOLUME.',
  category: 'isolation',
  severity: 'error',
  status: 'stable',
  refs: { cwe: [284, 250], stride: ['E'], cis: ['Docker 5.32'] },
  equivalents: ['semgrep:dockerfile-dockerd-socket-mount', 'dockle:DKL-DI-0002'],
  concepts: ['control-socket-or-host-tree-volume'],
  visits: 'dockerfile.instruction',
  check(instruction, report) {
    if (instruction.keyword !== 'VOLUME') return;
    for (const [index, value] of instruction.values.entries()) {
      const path = value?.replace(/\/{2,}/g, '/').replace(/(.)\/+$/, '$1');
      if (path === undefined || (!SOCKET.test(path) && !TREE.test(path) && !/^\/(?:sys|dev|proc)\//.test(path)))
        continue;
      report({
        at: instruction.argAt(index),
        message: SOCKET.test(path)
          ? `VOLUME ${path} asks for the socket of the container engine: whoever speaks to it can start a container that owns the host. Remove it.`
          : `VOLUME ${path} asks for a tree that the host and its kernel use: with the host's own mounted there, the container controls it. Remove it.`,
        fixes: fix(`Remove ${path} from VOLUME`, 'behaviour', [remove(instruction.argAt(index))]),
      });
    }
  },
});
