/** Makes a text inert in mrkdwn: nothing in it is a mention or a link with other words (docs.slack.dev, "Formatting message text"). */
export function escapeMrkdwn(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
