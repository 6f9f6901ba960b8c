import { expect } from 'vitest';

const tag =
  /^<(?:\/?(?:p|br|hr|h[1-6]|ul|li|strong|em|s|u|del|code|pre|blockquote|table|thead|tbody|tr|th|td|a|div|span)|ol(?: start="\d+")?|p class="small"|span class="(?:mention|spoiler)"(?: tabindex="0")?|div class="table" tabindex="0"|pre tabindex="0"(?: data-language="[^"<>]*")?|\/ol|a href="(?:https?:\/\/|mailto:)[^"<>]*"(?: class="marker")? target="_blank" rel="noopener noreferrer")>$/i;

/** Fails when the HTML holds anything but the few elements that the page's messages are made of. */
export function expectSafe(html: string): void {
  const tags = html.match(/<[^>]*>?/g) ?? [];
  expect(tags.filter((one) => !tag.test(one))).toEqual([]);
}
