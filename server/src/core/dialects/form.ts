import { extensionOf, type FileForm } from '../syntax/recognise.ts';
import { isDockerfileName, looksLikeDockerfile } from './dockerfile/detect.ts';

export type { FileForm };

const dataExtensions: Readonly<Record<string, FileForm>> = { yaml: 'yaml', yml: 'yaml', json: 'json', jsonc: 'json' };
const dataLanguages: Readonly<Record<string, FileForm>> = {
  yaml: 'yaml',
  dockercompose: 'yaml',
  helm: 'yaml',
  json: 'json',
  jsonc: 'json',
  dockerfile: 'dockerfile',
};

/** How a file is to be read: by its name, then by the editor's language, then (for nameless ones) by its first words. */
export function formOf(uri: string, language: string | undefined, text: string): FileForm {
  if (isDockerfileName(uri)) return 'dockerfile';
  const extension = extensionOf(uri);
  const byName = dataExtensions[extension];
  if (byName) return byName;
  const byLanguage = language === undefined ? undefined : dataLanguages[language];
  if (byLanguage) return byLanguage;
  return extension === '' && looksLikeDockerfile(text) ? 'dockerfile' : 'other';
}
