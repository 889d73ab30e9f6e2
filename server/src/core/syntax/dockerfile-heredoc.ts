import { sourceRange } from '../text/joined-text.ts';
import type { JoinedText } from '../text/joined-text.ts';
import { physicalLine } from './dockerfile-lines.ts';
import type { DockerfileError, DockerfileHeredoc } from './dockerfile-model.ts';
import { splitWords, unquote } from './dockerfile-words.ts';

const OPENING = /^(\d*)<<(-?)([^<]+)$/;

/** Where here-documents were found to end. */
export interface HeredocReading {
  readonly heredocs: readonly DockerfileHeredoc[];
  /** The line after the last one. */
  readonly next: number;
}

/**
 * Reads the here-documents that a logical line announces; their lines begin at `from`. As in BuildKit the opening is a
 * word of its own. One that is never closed takes the rest of the file and is reported.
 */
export function readHeredocs(
  text: string,
  line: JoinedText,
  from: number,
  escape: string,
  error: (error: DockerfileError) => void,
): HeredocReading {
  const heredocs: DockerfileHeredoc[] = [];
  let next = from;
  for (const { start, end } of splitWords(line.text, 0, escape, true)) {
    const match = OPENING.exec(line.text.slice(start, end));
    const written = match?.[3];
    if (match === null || written === undefined) continue;
    const name = unquote(written, escape);
    const strip = match[2] === '-';
    const range = sourceRange(line, start, end);
    const body = readBody(text, next, name, strip);
    next = body.next;
    if (body.endRange === null)
      error({ code: 'heredoc-open', message: `The line ${name} that ends it is missing.`, range });
    heredocs.push({
      name,
      range,
      body: text.slice(body.bodyRange.start, body.bodyRange.end),
      bodyRange: body.bodyRange,
      endRange: body.endRange,
      quoted: name !== written,
      strip,
    });
  }
  return { heredocs, next };
}

type Body = Pick<DockerfileHeredoc, 'bodyRange' | 'endRange'> & { readonly next: number };

function readBody(text: string, from: number, name: string, strip: boolean): Body {
  for (let start = from; start < text.length; ) {
    const line = physicalLine(text, start);
    const written = text.slice(line.start, line.end);
    if ((strip ? written.replace(/^\t+/, '') : written) === name) {
      return {
        bodyRange: { start: from, end: start },
        endRange: { start: line.end - name.length, end: line.end },
        next: line.next,
      };
    }
    start = line.next;
  }
  return { bodyRange: { start: from, end: text.length }, endRange: null, next: text.length };
}
