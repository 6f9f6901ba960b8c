/** Text for an element or a double-quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** A link that opens in a new tab; the words alone when the URL is none that a chat would link. `[1]` becomes a footnote's marker. */
export function linkHtml(url: string, words: string): string {
  if (!URL.canParse(url) || !['https:', 'http:', 'mailto:'].includes(new URL(url).protocol)) return words;
  const marker = /^\[\d{1,4}\]$/.test(words) ? ' class="marker"' : '';
  return `<a href="${escapeHtml(url)}"${marker} target="_blank" rel="noopener noreferrer">${words}</a>`;
}

/** A mention that reaches people, such as `@here` or `#general`. */
export function mentionHtml(words: string): string {
  return `<span class="mention">${escapeHtml(words)}</span>`;
}

/** A code block; `language` is shown above it. */
export function codeBlockHtml(code: string, language = ''): string {
  const name = language === '' ? '' : ` data-language="${escapeHtml(language)}"`;
  return `<pre tabindex="0"${name}><code>${escapeHtml(code)}</code></pre>`;
}

/** A bare URL without the punctuation that only ends its sentence. */
export function trimUrl(url: string): string {
  return url.replace(/[.,:;!?'"*_~]+$/, '');
}

/** The function with its last results kept, at most `maxEntries`. */
export function remembered(render: (text: string) => string, maxEntries = 500): (text: string) => string {
  const results = new Map<string, string>();
  return (text) => {
    const known = results.get(text);
    if (known !== undefined) return known;
    const result = render(text);
    const [oldest] = results.keys();
    if (results.size >= maxEntries && oldest !== undefined) results.delete(oldest);
    results.set(text, result);
    return result;
  };
}
