import { defineRule } from '../../../rules/rule.ts';
import type { ComposeText } from '../text.ts';
import { textOf } from '../text.ts';

export default defineRule({
  id: 'compose/unpinned-remote-file',
  title: 'A remote file without a fixed version is part of the project',
  why: "Somebody else's repository decides, at each start anew, which ports, mounts and rights this project has.",
  remedy: 'Name a commit (#<40 digits>) or a digest (@sha256:...).',
  category: 'supply-chain',
  severity: 'warning',
  status: 'stable',
  refs: { cwe: [829], stride: ['T'] },
  equivalents: [],
  concepts: ['external-include-unpinned', 'build-rights-widened'],
  visits: 'compose.project',
  check(project, report) {
    const claim = (text: ComposeText | undefined, what: string): void => {
      const value = text?.value?.trim();
      if (!text || value === undefined || !isRemote(value) || isPinned(value)) return;
      report({
        at: text.view.anchor(),
        message: `${what} comes from elsewhere without a fixed version: whoever can change it there decides what this project does. Name a commit or a digest.`,
      });
    };
    for (const text of project.includes) claim(text, 'A file that this project includes');
    for (const service of project.services) {
      claim(textOf(service.view.get('extends').get('file')), `The file that service "${service.name}" extends`);
      const context = service.build?.context;
      if (context && service.owns(context.view)) claim(context, `The build context of service "${service.name}"`);
    }
  },
});

/** URLs, git addresses and OCI artifacts. */
function isRemote(text: string): boolean {
  return /^(?:https?|git|ssh|oci):\/\/|^git@[\w.-]+:|^github\.com\//i.test(text);
}

function isPinned(text: string): boolean {
  return /#(?:[0-9a-f]{40}|[0-9a-f]{64})(?::|$)|@sha256:[0-9a-f]{64}$|[?&]checksum=/i.test(text);
}
