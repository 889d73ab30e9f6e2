import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { hasHole, isTemplate } from '../../server/src/core/syntax/template.ts';

describe('templates', () => {
  it('are texts with actions where YAML wants structure', () => {
    for (const text of [
      'a: {{ .Values.a }}',
      '{{- if .Values.on }}\na: 1\n{{- end }}',
      'labels:\n  {{- include "x.labels" . | nindent 4 }}',
      '- {{ item }}',
      'a: [1, {{ b }}]',
      'a: "{{ .Values.a | default "b" }}"',
      '{% for x in y %}\na: 1\n{% endfor %}',
      'a: |\n  text\n{{ include "b" . }}',
      'a: "two\n  lines"\n{{ include "b" . }}',
    ]) {
      assert.ok(isTemplate(text), text);
    }
  });

  it('are not texts that only carry actions in their values', () => {
    for (const text of [
      'a: "{{ .Values.a }}"',
      "a: '{{ x }}'",
      'image: app:{{ tag }}',
      '# {{ comment }}\na: 1',
      'a: |\n  {{ range . }}\n  {{ end }}\nb: 1',
      '- a: >-\n    {{ x }}\n  b: 1',
      '- |\n  {{ x }}\n- b',
      'a: "two\n  {{ lines }}"\nb: 1',
      'a: {b: {c: 1}}',
    ]) {
      assert.ok(!isTemplate(text), text);
    }
  });

  it('leave holes, but a reference that Kubernetes resolves is none', () => {
    assert.ok(hasHole('${X}') && hasHole('$IMAGE') && hasHole('a{{ b }}'));
    assert.ok(!hasHole('$(X)') && !hasHole('a $5') && !hasHole('{a}'));
  });
});
