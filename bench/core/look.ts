/** How answers look unless the bot's configuration says otherwise. */
export const look = { links: 'sources', maxMessages: 6 } as const;
