/** Wrong usage: told in one line, exit code 2. */
export class Usage extends Error {}

export const help = `parapet: security of microservice files, and the threat model of the system that they describe

  parapet check [PATH...]   report findings (default: this folder)
      --format pretty|json|sarif      default pretty
      --isolated                      every file as a workspace of its own
      --fail-on error|warning|info|hint|never   level that makes the exit code 1; default error
      --fix                           apply the safe fixes that are proven, then report what is left
      --stdin --stdin-filename NAME   judge the text on standard input as the file NAME
      --spec                          also compare OpenAPI documents with their specification (up to
                                      a second each)
      --config FILE                   a policy other than .parapet.yaml at the root
      --workers N                     threads; default as many as there are cores, 1 for little work
      --cache                         keep answers for the next run in .parapet-cache at the root
      --cache-location DIR            keep them there
      --stats                         say on standard error how many files were judged anew
  parapet model [PATH]      the threat model
      --format json|html|markdown|svg|mermaid|otm|threat-dragon|cyclonedx
                                      default json
      --diff OLD_DIR NEW_DIR          what the change from one folder to the other opens and closes;
                                      exit code 1 when it opens something
          --format markdown|json          default markdown
  parapet rules             the rules
      --format json|markdown          default markdown
  parapet explain RULE      a rule's page
  parapet serve --stdio     the language server, for any editor
  parapet --version, parapet --help

Exit codes: 0 nothing at the level, 1 findings at the level, 2 trouble.
`;
