/** What replaces a secret. */
const redacted = '[redacted]';
/** Anything shorter would strike out ordinary words, and is no secret. */
const shortestSecret = 6;

/** Secrets by their look: those that no configuration names, such as tokens in somebody else's error message. */
const patterns: readonly (readonly [RegExp, string])[] = [
  // Slack: bot, user, configuration and app-level tokens.
  [/\bxox[a-z][.-][\w.%-]+/gi, redacted],
  [/\bxapp-[\w%-]+/gi, redacted],
  // At least 16 characters, so that "the bot connected" stays.
  [/\b(Bearer|Bot|Basic)(\s+)[\w.~+/=-]{16,}/gi, `$1$2${redacted}`],
  // Discord: user id, time and signature in base64, joined by dots.
  [/\b[\w-]{23,30}\.[\w-]{6,7}\.[\w-]{27,45}\b/g, redacted],
  // Whoever knows such a URL can post with it: Slack's response_url and webhooks, Discord's webhooks and interactions.
  [/(hooks\.slack\.com\/)[^\s"'\\]+/gi, `$1${redacted}`],
  [/(\/(?:webhooks|interactions)\/\d+\/)[\w%.-]+/gi, `$1${redacted}`],
  // The password of a URL.
  [/(:\/\/[^\s/:@"'\\]*:)[^\s/@"'\\]+@/g, `$1${redacted}@`],
];

/** Makes a function that strikes secrets out of a text or a line of JSON; one shorter than six characters is not looked for. */
export function createScrub(secrets: readonly string[]): (line: string) => string {
  const spellings = new Set<string>();
  for (const secret of secrets) {
    if (secret.length < shortestSecret) continue;
    for (const spelling of [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)]) {
      spellings.add(spelling);
    }
  }
  // The longest first, so that one which contains another goes as a whole.
  const known = [...spellings].sort((a, b) => b.length - a.length);
  return (line) => {
    let clean = line;
    for (const spelling of known) clean = clean.replaceAll(spelling, redacted);
    for (const [pattern, replacement] of patterns) clean = clean.replace(pattern, replacement);
    return clean;
  };
}
