/** How long a message must stay the same before it is read out: an answer that is being written changes all the time. */
const quietMs = 2000;
const maxChars = 240;

/** Reads new messages out to those who use a screen reader, each once it has stopped changing. */
export function createAnnouncer(region) {
  const timers = new Map();
  return (pane, message, text) => {
    const key = `${pane}:${message.id}`;
    clearTimeout(timers.get(key));
    const say = () => {
      timers.delete(key);
      region.textContent = `${message.author}: ${text.length > maxChars ? `${text.slice(0, maxChars)}…` : text}`;
    };
    timers.set(key, setTimeout(say, quietMs));
  };
}
