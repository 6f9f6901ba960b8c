import fc from 'fast-check';

/** The user id of the bot in these texts. */
export const bot = '100000000000000001';
const ada = '100000000000000002';

const snippets = fc.constantFrom(
  `<@${bot}>`,
  `<@!${bot}>`,
  `<@${ada}>`,
  '<@&100000000000000003>',
  '<#100000000000000004>',
  '<:wave:100000000000000005>',
  '<a:spin:100000000000000006>',
  '@everyone',
  'https://example.com/a_b?c=*d*',
  '[words](https://example.com)',
  '```ts\ncode\n```',
  '\n# Heading\n',
  '\n1. item\n',
  ' ',
  '\\',
  '漢字',
  '👩‍👩‍👧',
);
/** Anything that people write, with much that Discord reads as more than words. */
export const chat = fc
  .array(fc.oneof(snippets, fc.string({ unit: 'binary', maxLength: 40 })), { maxLength: 60 })
  .map((parts) => parts.join(''));
