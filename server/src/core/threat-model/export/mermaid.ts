import type { Component, ThreatModel } from '../model.ts';
import { boundaryWords } from './boundary-words.ts';
import { oneLine } from './markdown.ts';

/** A Mermaid flowchart: boundaries as subgraphs, data stores as cylinders, plaintext flows dotted, those that policies turn away ended by a cross. */
export function mermaid({ components, flows, boundaries }: ThreatModel): string {
  const ids = new Map(components.map((it, i) => [it.id, `c${i}`]));
  const groups = new Map(boundaries.map((it, i) => [it.id, `b${i}`]));
  const lines = ['flowchart LR'];
  const draw = (parent: string | null, indent: string): void => {
    for (const it of components) if (it.boundary === parent) lines.push(`${indent}${ids.get(it.id) ?? ''}${shape(it)}`);
    for (const it of boundaries) {
      if (it.parent !== parent) continue;
      lines.push(`${indent}subgraph ${groups.get(it.id) ?? ''}["${escape(boundaryWords(it))}"]`);
      draw(it.id, `${indent}  `);
      lines.push(`${indent}end`);
    }
  };
  draw(null, '  ');
  for (const { from, to, protocol, encrypted, blocked } of flows) {
    const [a, b] = [ids.get(from), ids.get(to)];
    const line = blocked ? '-.-x' : encrypted === 'no' ? '-.->' : '-->';
    const label = blocked ? `${protocol}: turned away by policies` : protocol;
    if (a && b) lines.push(`  ${a} ${line}|"${escape(label)}"| ${b}`);
  }
  return `${lines.join('\n')}\n`;
}

function shape({ name, type }: Component): string {
  const label = `"${escape(name)}"`;
  return type === 'data-store' ? `[(${label})]` : type === 'external-entity' ? `[${label}]` : `([${label}])`;
}

/** Mermaid reads HTML and its own syntax in labels; entities by number are safe in both (mermaid docs, "Entity codes"). */
function escape(text: string): string {
  return oneLine(text).replace(/[^\p{L}\p{N} ._/:-]/gu, (it) => `#${it.codePointAt(0) ?? 63};`);
}
