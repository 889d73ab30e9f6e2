/**
 * Is a value secret, by the name that it goes under? Names are read as authors write them: words joined by `_`, `-`,
 * `.` or by case.
 */

const secretWord = /passw(?:or)?d|passphrase|secret|token|api_?key|credential|private_?key/i;
const secretKey =
  /(?:^|_)(?:api|ssh|access|private|signing|encryption|encrypt|client|auth|master|secret|session|cookie|hmac|jwt|crypto|cipher|storage_account|shared|account|app)_?key$/i;
const secretEnding = /(?:^|_)(?:pass|pwd|psw|pw|salt|dsn|psk|secret_?base)$/i;

/** The name is of something about a secret, or of something that is public. */
const aboutSecret =
  /(?:^|_)(?:files?|path|dir|directory|folder|location|mount|url|uri|endpoint|host|hostname|server|service|port|name|username|user|alias|id|ids|version|type|mode|method|header|issuer|audience|algorithm|alg|algo|scope|scopes|field|param|prefix|suffix|format|enabled|disabled|provider|backend|store|engine|region|arn|template|regex|pattern|policy|rule|required|ref|uuid|hint|label|title|manager|class|hasher|hashing|encoder|strategy|generator|validator|validators|required|reset|change)$|(?:^|_)(?:allow|enable|disable|use|require|skip|no)_(?:empty|.*(?:auth|login)$)|_random_|^allow_|public|tokeniz|secretar|_count$/i;

/** Words of settings that are amounts: how long, how many, how often. */
const amountName =
  /ttl|expir|timeout|interval|lifetime|duration|validity|age(?:$|_)|minutes?|seconds?|hours?|days?|length|size|count|limit|max|min(?:$|_|char)|tokens$|retention|rotation|rounds|iterations|cost|retries|window|requirements|char|bonus|throttle|rate|period|delay|ports?$/i;
const amountValue =
  /^[+-]?\d+(?:\.\d+)?\s*(?:ns|us|ms|s|m|h|d|w|y|[kmgt]i?b?|seconds?|minutes?|hours?|days?|%)?(?:\s*\/\s*\w+)?$/i;

const truth = /^(?:true|false|yes|no|on|off|y|n|0|1|null|none|nil|undefined|enabled|disabled)$/i;

/** Does the name say that its value is secret? */
export function isSecretName(name: string): boolean {
  const snake = name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').replace(/[.\-\s]+/g, '_');
  if (/^(?:VAULT_DEV_ROOT_TOKEN_ID|RABBITMQ_ERLANG_COOKIE|NEO4J_AUTH)$/.test(name)) return true;
  if (aboutSecret.test(snake)) return false;
  return secretWord.test(snake) || secretKey.test(snake) || secretEnding.test(snake) || /apikey$/i.test(name);
}

/** Is the value of such a name a secret itself, and not a switch, an amount or the address of one? */
export function isSecretValue(name: string, value: string): boolean {
  const trimmed = value.trim();
  if (trimmed === '' || truth.test(trimmed)) return false;
  if (amountName.test(name) && amountValue.test(trimmed)) return false;
  if (/^(?:\/run\/secrets\/|file:|vault:|secret(?:s|ref)?:|arn:|ssm:|op:\/\/|\{\{|<[^<>]*>$)/i.test(trimmed))
    return false;
  if (/^(?:~|\.{0,2})\/[\w./-]+$/.test(trimmed) && trimmed.split('/').length > 2) return false;
  if (/^[a-z][a-z0-9+.-]*:\/\/[^@\s]*$/i.test(trimmed)) return false;
  return /[\p{L}\p{N}]/u.test(trimmed);
}
