/** A page as a search finds it. */
export interface PreparedPage {
  readonly url: string;
  readonly title: string;
  readonly snippet: string;
}

/** A prepared answer and how it came about. */
export interface Topic {
  /** Picks this topic for a question. */
  readonly keywords: RegExp;
  /** The answer's Markdown, in `answers/`. */
  readonly file: string;
  /** The answer in the form of a JSON Schema, by the name of the schema, in `answers/`. */
  readonly structured?: Readonly<Record<string, string>>;
  readonly searches: readonly {
    readonly thought: string;
    readonly query: string;
    readonly pages: readonly PreparedPage[];
  }[];
  readonly read?: { readonly thought: string; readonly urls: readonly string[]; readonly task: string };
}

const page = (url: string, title: string, snippet = ''): PreparedPage => ({ url, title, snippet });

/** The first that fits a question is used; the last fits all. */
export const topics: readonly Topic[] = [
  {
    keywords: /unicode|utf.?8|utf.?16|code ?points?|emoji|encoding/i,
    file: 'unicode.md',
    searches: [
      {
        thought: 'I need the definition of UTF-8 and of the terms around it, from the standards themselves.',
        query: 'UTF-8 RFC 3629 Unicode code points definition',
        pages: [
          page('https://www.rfc-editor.org/rfc/rfc3629.html', 'RFC 3629: UTF-8, a transformation format of ISO 10646'),
          page('https://www.rfc-editor.org/rfc/rfc3629.html#section-10', 'RFC 3629: Security Considerations'),
          page('https://en.wikipedia.org/wiki/UTF-8', 'UTF-8 - Wikipedia'),
          page('https://en.wikipedia.org/wiki/UTF-16', 'UTF-16 - Wikipedia'),
          page('https://en.wikipedia.org/wiki/Unicode', 'Unicode - Wikipedia'),
          page('https://en.wikipedia.org/wiki/Byte_order_mark', 'Byte order mark - Wikipedia'),
        ],
      },
      {
        thought: 'The difference between code points and what people see is defined in the annexes of Unicode.',
        query: 'Unicode grapheme clusters UAX 29 normalization forms UAX 15',
        pages: [
          page('https://www.unicode.org/reports/tr29/', 'UAX #29: Unicode Text Segmentation'),
          page('https://www.unicode.org/reports/tr15/', 'UAX #15: Unicode Normalization Forms'),
          page('https://www.unicode.org/reports/tr39/', 'UTS #39: Unicode Security Mechanisms'),
          page(
            'https://developer.mozilla.org/en-US/docs/Web/JavaScript/Reference/Global_Objects/Intl/Segmenter',
            'Intl.Segmenter - JavaScript | MDN',
          ),
        ],
      },
      {
        thought: 'Last, where UTF-8 is required, and how languages and databases count.',
        query: 'UTF-8 required HTML JSON event stream; string length JavaScript Python MySQL utf8mb4',
        pages: [
          page('https://html.spec.whatwg.org/multipage/semantics.html#charset', 'HTML Standard: charset'),
          page('https://html.spec.whatwg.org/multipage/server-sent-events.html', 'HTML Standard: Server-sent events'),
          page('https://encoding.spec.whatwg.org/', 'Encoding Standard'),
          page('https://www.rfc-editor.org/rfc/rfc8259.html#section-8.1', 'RFC 8259: Character Encoding'),
          page(
            'https://developer.mozilla.org/en-US/docs/Web/JavaScript/Reference/Global_Objects/String',
            'String - JavaScript | MDN',
          ),
          page(
            'https://developer.mozilla.org/en-US/docs/Web/API/TextDecoder/TextDecoder',
            'TextDecoder: TextDecoder() constructor - Web APIs | MDN',
          ),
          page('https://docs.python.org/3/howto/unicode.html', 'Unicode HOWTO - Python documentation'),
          page(
            'https://dev.mysql.com/doc/refman/8.4/en/charset-unicode-utf8mb4.html',
            'The utf8mb4 Character Set - MySQL Reference Manual',
          ),
          page(
            'https://nodejs.org/api/buffer.html#static-method-bufferbytelengthstring-encoding',
            'Buffer | Node.js Documentation',
          ),
        ],
      },
    ],
    read: {
      thought: 'I will read the two central documents.',
      urls: ['https://www.rfc-editor.org/rfc/rfc3629.html', 'https://www.unicode.org/reports/tr29/'],
      task: 'Extract the byte patterns, what is invalid, and the definition of a grapheme cluster.',
    },
  },
  {
    keywords: /\bhttp\b|cach(e|ing)|etag|max-age/i,
    file: 'caching.md',
    searches: [
      {
        thought: 'The current definition of HTTP caching is in RFC 9111; I will look for it and for a practical guide.',
        query: 'HTTP caching RFC 9111 Cache-Control directives',
        pages: [
          page('https://www.rfc-editor.org/rfc/rfc9111.html', 'RFC 9111: HTTP Caching'),
          page('https://www.rfc-editor.org/rfc/rfc9110.html', 'RFC 9110: HTTP Semantics'),
          page('https://www.rfc-editor.org/rfc/rfc9110.html#name-304-not-modified', 'RFC 9110: 304 Not Modified'),
          page(
            'https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Cache-Control',
            'Cache-Control header - HTTP | MDN',
          ),
          page('https://en.wikipedia.org/wiki/Web_cache', 'Web cache - Wikipedia'),
        ],
      },
      {
        thought: 'Two extensions of Cache-Control are in wide use and have documents of their own.',
        query: 'Cache-Control immutable stale-while-revalidate RFC',
        pages: [
          page('https://www.rfc-editor.org/rfc/rfc8246.html', 'RFC 8246: HTTP Immutable Responses'),
          page(
            'https://www.rfc-editor.org/rfc/rfc5861.html',
            'RFC 5861: HTTP Cache-Control Extensions for Stale Content',
          ),
        ],
      },
    ],
    read: {
      thought: 'I will check the wording of the directives.',
      urls: ['https://www.rfc-editor.org/rfc/rfc9111.html'],
      task: 'Extract the definitions of the response directives and of heuristic freshness.',
    },
  },
  {
    keywords: /\bAI\b.{0,12}\b(act|law|regulation)\b|2024\/1689/i,
    file: 'ai-act.md',
    structured: { timeline: 'ai-act.timeline.json' },
    searches: [
      {
        thought: 'The text of the regulation is on EUR-Lex; the Commission explains it on its own pages.',
        query: 'Regulation (EU) 2024/1689 Artificial Intelligence Act Article 113 dates of application',
        pages: [
          page(
            'https://eur-lex.europa.eu/eli/reg/2024/1689/oj',
            'Regulation (EU) 2024/1689 - EUR-Lex',
            'Regulation (EU) 2024/1689 of the European Parliament and of the Council of 13 June 2024 laying down harmonised rules on artificial intelligence',
          ),
          page(
            'https://digital-strategy.ec.europa.eu/en/policies/regulatory-framework-ai',
            'AI Act | Shaping Europe’s digital future',
          ),
          page('https://en.wikipedia.org/wiki/Artificial_Intelligence_Act', 'Artificial Intelligence Act - Wikipedia'),
          page(
            'https://en.wikipedia.org/wiki/Regulation_of_artificial_intelligence',
            'Regulation of artificial intelligence',
          ),
        ],
      },
    ],
    read: {
      thought: 'I will read the articles on prohibited practices, on fines and on the dates.',
      urls: ['https://eur-lex.europa.eu/eli/reg/2024/1689/oj'],
      task: 'Extract Articles 5, 99 and 113.',
    },
  },
  {
    keywords: /webb|hubble|telescope|lagrange/i,
    file: 'webb.md',
    structured: { compare: 'webb.compare.json', timeline: 'webb.timeline.json' },
    searches: [
      {
        thought: 'I will look for the mission pages of the agencies and for an overview.',
        query: 'James Webb Space Telescope launch orbit mirror instruments',
        pages: [
          page('https://en.wikipedia.org/wiki/James_Webb_Space_Telescope', 'James Webb Space Telescope - Wikipedia'),
          page('https://science.nasa.gov/mission/webb/', 'James Webb Space Telescope - NASA Science'),
          page('https://www.esa.int/Science_Exploration/Space_Science/Webb', 'ESA - Webb'),
        ],
      },
      {
        thought: 'For the comparison I need Hubble, and the point that Webb moves around.',
        query: 'Hubble Space Telescope mirror launch; Lagrange point L2',
        pages: [
          page('https://en.wikipedia.org/wiki/Hubble_Space_Telescope', 'Hubble Space Telescope - Wikipedia'),
          page('https://en.wikipedia.org/wiki/Lagrange_point', 'Lagrange point - Wikipedia'),
        ],
      },
    ],
  },
  {
    keywords: /(?:)/,
    file: 'example.md',
    searches: [
      {
        thought: 'This is an example of a thought. No research is being done.',
        query: 'an example of a search (nothing is searched)',
        pages: [
          page('https://en.wikipedia.org/wiki/Note_(typography)', 'Note (typography) - Wikipedia'),
          page('https://docs.reka.ai/', 'Reka documentation'),
          page('https://en.wikipedia.org/wiki/Citation', 'Citation - Wikipedia'),
        ],
      },
    ],
  },
];
