import { editedText, type Random } from './typing.ts';

const texts = [
  'x',
  ' ',
  '\n',
  '1',
  ': ',
  '- ',
  '"',
  '#',
  '{}',
  '[]',
  'null',
  '${VAR}',
  'type: string\n',
  'maxLength: 10\n',
  "$ref: '#/components/schemas/Pet'\n",
  'description: words\n',
  'security: []\n',
  'privileged: true\n',
  'image: web:latest\n',
  'USER root\n',
  'RUN curl http://example.com | sh\n',
  '&anchor ',
  '*anchor',
];

const words = [
  'string',
  'integer',
  'object',
  'get',
  'post',
  'paths',
  'http',
  'https',
  'true',
  'false',
  'properties',
  'schema',
  'id',
  '200',
  '0',
  '',
  'password',
  'email',
  '/pets',
  '$ref',
  'schemas',
  'allOf',
  'openapi',
  '3.1.0',
  '3.0.3',
  'Deployment',
  'Service',
  'services',
  'default',
  'root',
  'latest',
];

/** A text after one edit as somebody makes it who writes contracts and manifests; most change what the text means. */
export function editedMeaning(text: string, random: Random): string {
  // What is looked at stands near the beginning of a generated document.
  const near = random.below(2) === 0 ? text.length : Math.min(text.length, 4000);
  const at = random.below(near + 1);
  switch (random.below(8)) {
    case 0:
      return text.slice(0, at) + random.pick(texts) + text.slice(at);
    case 1:
      return text.slice(0, at) + text.slice(at + 1 + random.below(12));
    case 2:
    case 3: {
      const start = text.slice(0, at).search(/[\w$]*$/);
      const end = at + (/^[\w$]*/.exec(text.slice(at))?.[0].length ?? 0);
      return text.slice(0, start) + random.pick(words) + text.slice(end);
    }
    case 4:
      return editedLines(text, at, random);
    case 5: {
      // A line is put in as a neighbour of one that is indented alike.
      const start = text.lastIndexOf('\n', at - 1) + 1;
      const indent = /^ */.exec(text.slice(start))?.[0] ?? '';
      return `${text.slice(0, start)}${indent}${random.pick(texts).trimEnd()}\n${text.slice(start)}`;
    }
    case 6:
      // Another value from elsewhere.
      return (
        text.slice(0, at).replace(/[^\s:]+$/, '') +
        (/: (\S+)/.exec(text.slice(random.below(text.length)))?.[1] ?? '') +
        text.slice(at)
      );
    default:
      return editedText(text, random);
  }
}

/** Lines copied to elsewhere, cut out, or moved in or out. */
function editedLines(text: string, at: number, random: Random): string {
  const lines = text.split('\n');
  const line = text.slice(0, at).split('\n').length - 1;
  const count = 1 + random.below(8);
  switch (random.below(4)) {
    case 0:
      return lines.toSpliced(random.below(lines.length), 0, ...lines.slice(line, line + count)).join('\n');
    case 1:
      return lines.toSpliced(line, count).join('\n');
    case 2:
      return lines.map((it, i) => (i < line || i >= line + count ? it : `  ${it}`)).join('\n');
    default:
      return lines.map((it, i) => (i < line || i >= line + count ? it : it.replace(/^ {2}/, ''))).join('\n');
  }
}
