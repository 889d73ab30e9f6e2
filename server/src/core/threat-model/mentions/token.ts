import type { TextRange } from '../../text/range.ts';

/**
 * Where a host name stands in a text that names it: behind a scheme when the text has one, so that a user, a path or a
 * database of the same name is not taken for it; else wherever it is a word of its own. Case does not count.
 */
export function hostSpans(text: string, host: string): readonly TextRange[] {
  const words = wordsLike(text, host);
  if (words.length === 0) return [];
  const starts = hostStarts(text);
  if (words.some((it) => starts.has(it.start)))
    return words.filter((it) => starts.has(it.start) || /[,;]/.test(text[it.start - 1] ?? ''));
  const bare = words.filter((it) => text[it.start - 1] !== '/' && !/[=@]/.test(text[it.end] ?? ''));
  if (!/[\r\n]/.test(text)) return bare;
  // In a whole file a word means much; in front of a port it is a host.
  const withPort = bare.filter((it) => /^:\d/.test(text.slice(it.end, it.end + 2)));
  return withPort.length > 0 ? withPort : bare.slice(0, 1);
}

/** Where URLs have their hosts: behind the scheme and what stands before the last @ of the authority (RFC 3986, section 3.2). */
function hostStarts(text: string): ReadonlySet<number> {
  const starts = new Set<number>();
  for (let at = text.indexOf('://'); at >= 0; at = text.indexOf('://', at + 3)) {
    let start = at + 3;
    for (let i = start; i < text.length && !/[\s/?#"'<>]/.test(text[i] ?? ''); i++) if (text[i] === '@') start = i + 1;
    starts.add(start);
  }
  return starts;
}

function wordsLike(text: string, word: string): readonly TextRange[] {
  const [all, wanted] = [text.toLowerCase(), word.toLowerCase()];
  const found: TextRange[] = [];
  if (wanted === '' || all.length !== text.length) return found;
  for (let start = all.indexOf(wanted); start >= 0; start = all.indexOf(wanted, start + 1)) {
    const end = start + wanted.length;
    const alone = !/[\w.-]/.test(all[start - 1] ?? '') && !/^(?:[\w-]|\.\w)/.test(all.slice(end, end + 2));
    if (alone) found.push({ start, end });
  }
  return found;
}
