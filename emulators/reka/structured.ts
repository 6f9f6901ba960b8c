/**
 * How a structured answer may come, by name: as it should, or with what goes wrong at the real service. Takes JSON with one
 * value a line.
 */
export const structuredForms: Readonly<Record<string, (json: string) => string>> = {
  correct: (json) => json,
  'in a code fence': (json) => `\`\`\`json\n${json}\n\`\`\``,
  'in a code fence without a language': (json) => `\`\`\`\n${json}\n\`\`\``,
  'behind words': (json) => `Here is the {requested} answer:\n\n${json}`,
  'before words': (json) => `${json}\n\nI hope that this helps!`,
  'in a code fence between words': (json) => `Sure:\n\n\`\`\`json\n${json}\n\`\`\`\n\nI hope that this helps!`,
  'with trailing commas': (json) => json.replace(/(?<=[^\s[{,])\n(?=\s*[\]}])/g, ',\n'),
  'without its last brackets': (json) => json.replace(/[\s\]}]+$/, ''),
  'without its last brackets, in a code fence': (json) => `\`\`\`json\n${json.replace(/[\s\]}]+$/, '')}\n\`\`\``,
  twice: (json) => `${json}\n${json}`,
};
