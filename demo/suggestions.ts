import type { Suggestion } from './message-view.ts';

/** What to try on Slack. The questions are those that the prepared answers know. */
export function slackSuggestions(places: { general: string; direct: string }): Suggestion[] {
  return [
    { label: 'Mention', place: places.general, text: '@footnote How does HTTP caching work?' },
    { label: '/research', place: places.general, text: '/research What does the EU AI Act prohibit?' },
    {
      label: 'Options',
      place: places.general,
      text: '/research depth:deep only:europa.eu searches:3 What does the EU AI Act prohibit?',
    },
    { label: 'Template', place: places.general, text: '/research template:compare the telescopes Webb and Hubble' },
    { label: 'Direct message', place: places.direct, text: 'What makes the Webb telescope special?' },
    { label: '/reigent', place: places.general, text: '/reigent How does staking on Ethereum work?' },
    {
      label: 'A failure',
      place: places.general,
      text: '@footnote How does HTTP caching work, when the connection breaks?',
    },
    { label: 'Help', place: places.general, text: '@footnote' },
  ];
}

/** What to try on Discord. */
export function discordSuggestions(places: { general: string; direct: string }): Suggestion[] {
  return [
    { label: 'Mention', place: places.general, text: '@footnote What makes the Webb telescope special?' },
    { label: '/research', place: places.general, text: '/research What does the EU AI Act prohibit?' },
    {
      label: 'Options',
      place: places.general,
      text: '/research What does the EU AI Act prohibit?',
      fields: { depth: 'deep', only: 'europa.eu', searches: 3 },
    },
    { label: 'Template', place: places.general, text: '@footnote template:timeline the EU AI Act' },
    { label: 'Direct message', place: places.direct, text: 'How does HTTP caching work?' },
    { label: 'Long answer', place: places.general, text: '@footnote How does UTF-8 work?' },
    { label: 'Reigent with Research', place: places.general, text: '/reigent What does the EU AI Act prohibit?' },
    { label: 'Forget', place: places.general, text: '@footnote forget' },
  ];
}
