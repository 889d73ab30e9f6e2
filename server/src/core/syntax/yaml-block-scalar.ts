import type { ScalarNode } from './node.ts';
import { notPlain, scalarNode, YamlCursor } from './yaml-cursor.ts';

const space = 32;

type Chomping = 'clip' | 'strip' | 'keep';

/** Reads literal and folded block scalars (YAML 1.2.2, 8.1) whose content tells its own indentation. */
export class BlockScalarReader extends YamlCursor {
  /** From the `|` or `>`; the content is indented by more than `outer`. Goes to the next line with content. */
  protected blockScalar(from: number, parent: number, outer: number): ScalarNode {
    const { text } = this;
    const literal = text.charCodeAt(from) === 124;
    let at = from + 1;
    let chomping: Chomping = 'clip';
    if (text[at] === '-' || text[at] === '+') chomping = text[at++] === '-' ? 'strip' : 'keep';
    const first = this.#afterHeader(at);
    const { lead, start, indent } = this.#firstLine(first, outer);
    const lines: string[] = [];
    let trailing = 0;
    let oddBlank = false;
    let end = start;
    let line = start;
    for (; line < text.length; ) {
      const content = this.#skipIndent(line, indent);
      const width = content - line;
      const c = text.charCodeAt(content);
      if (width < indent) {
        if (content >= text.length || c === 9) throw notPlain;
        if (c !== 10 && c !== 13) break;
        line = this.afterBreak(content);
        lines.push('');
        trailing++;
        continue;
      }
      const next = text.indexOf('\n', content);
      let stop = next < 0 ? text.length : next;
      if (text.charCodeAt(stop - 1) === 13) {
        if (next < 0) throw notPlain;
        stop--;
      }
      const blank = c === space ? this.skipSpaces(content) >= stop : stop <= content;
      if (blank) {
        // White space beyond the indentation is content where content follows; at the end, nobody is sure.
        oddBlank ||= stop > content;
        if (next < 0 || (!literal && stop > content)) throw notPlain;
        trailing++;
      } else {
        if ((c === 9 && !literal) || text.charCodeAt(stop - 1) === 13 || c === 13) throw notPlain;
        trailing = 0;
        oddBlank = false;
      }
      lines.push(text.slice(content, stop));
      line = next < 0 ? text.length : next + 1;
      if (!blank) end = line;
    }
    if (oddBlank) throw notPlain;
    lines.length -= trailing;
    let value = '\n'.repeat(lead) + (literal ? lines.join('\n') : foldedLines(lines));
    if (chomping === 'clip') value += '\n';
    else if (chomping === 'keep') {
      value += '\n'.repeat(trailing + 1);
      end = line;
    }
    this.toContent(line);
    return scalarNode(from - parent, end - from, value, value, literal ? 'literal' : 'folded');
  }

  /** The start of the line after a header, which nothing but a comment may follow. */
  #afterHeader(from: number): number {
    const { text } = this;
    let at = this.skipSpaces(from);
    if (text[at] === '#' && at > from) {
      at = text.indexOf('\n', at);
      if (at < 0) throw notPlain;
    }
    if (at >= text.length) throw notPlain;
    return this.afterBreak(at);
  }

  /** The first line with content, its indentation, and how many empty lines lead to it. */
  #firstLine(from: number, outer: number): { lead: number; start: number; indent: number } {
    const { text } = this;
    let lead = 0;
    let widest = 0;
    for (let line = from; ; lead++) {
      const at = this.skipSpaces(line);
      const c = text.charCodeAt(at);
      if (c === 10 || c === 13) {
        widest = Math.max(widest, at - line);
        line = this.afterBreak(at);
        continue;
      }
      // Without content, or with empty lines that reach further than it, the indentation is anybody's guess.
      const indent = at - line;
      if (at >= text.length || c === 9 || indent <= outer || widest > indent) throw notPlain;
      return { lead, start: line, indent };
    }
  }

  #skipIndent(line: number, indent: number): number {
    let at = line;
    while (at - line < indent && this.text.charCodeAt(at) === space) at++;
    return at;
  }
}

/** Folding keeps the breaks around lines that are indented further (8.1.3). */
function foldedLines(lines: readonly string[]): string {
  let text = '';
  let gap = '';
  let further = false;
  for (const line of lines) {
    if (line.charCodeAt(0) === space) {
      if (gap === ' ') gap = '\n';
      else if (!further && gap === '\n') gap = '\n\n';
      text += gap + line;
      gap = '\n';
      further = true;
    } else if (line === '') {
      if (gap === '\n') text += '\n';
      else gap = '\n';
    } else {
      text += gap + line;
      gap = ' ';
      further = false;
    }
  }
  return text;
}
