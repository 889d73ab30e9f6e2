/**
 * The documents that the server is told about. Languages, not file names, because VS Code lets people say that an oddly
 * named file is a Dockerfile. Helm templates have a language of their own and are not among them.
 */
const languages = ['dockerfile', 'dockercompose', 'yaml', 'json', 'jsonc'];
/** Real files and new, unsaved ones; not the old side of a comparison, not notebook cells. */
const schemes = ['file', 'untitled'];

/**
 * Plain configuration that names parts of the system. Its languages are many and mostly say nothing ("plaintext"), so
 * these go by their names; which of them tell something is the server's knowledge.
 */
const configuration =
  '**/{*.conf,*.cfg,*.properties,*.env,.env.*,*.nginx,Caddyfile,pom.xml,build.gradle,build.gradle.kts,requirements.txt,go.mod}';

/** Every pair of the two lists, and the configuration, in the shape that both VS Code and the language client take. */
export const documentSelector: (
  | { readonly scheme: string; readonly language: string }
  | { readonly scheme: string; readonly pattern: string }
)[] = [
  ...schemes.flatMap((scheme) => languages.map((language) => ({ scheme, language }))),
  { scheme: 'file', pattern: configuration },
];
