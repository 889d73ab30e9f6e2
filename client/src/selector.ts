/**
 * The documents that the server is told about. Languages, not file names, because VS Code lets people say that an oddly
 * named file is a Dockerfile. Helm templates have a language of their own and are not among them.
 */
const languages = ['dockerfile', 'dockercompose', 'yaml', 'json', 'jsonc'];
/** Real files and new, unsaved ones; not the old side of a comparison, not notebook cells. */
const schemes = ['file', 'untitled'];

/** Every pair of the two lists, in the shape that both VS Code and the language client take. */
export const documentSelector: { readonly scheme: string; readonly language: string }[] = schemes.flatMap((scheme) =>
  languages.map((language) => ({ scheme, language })),
);
