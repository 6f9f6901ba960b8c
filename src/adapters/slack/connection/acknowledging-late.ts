import type { App, Receiver, ReceiverEvent } from '@slack/bolt';

/**
 * Bolt acknowledges an event before its listeners run, so that a crash in between loses it. Behind this receiver Slack is
 * told only once the listeners have ended: they end when what was said is recorded. An event whose listener failed is not
 * acknowledged, if the app's error handler throws the error on, and Slack delivers it again. Commands and buttons are
 * acknowledged by their listeners in any case.
 */
export function acknowledgingLate(receiver: Receiver): Receiver {
  return {
    init(app: App) {
      const late = async (event: ReceiverEvent): Promise<void> => {
        if (event.body['type'] !== 'event_callback') return app.processEvent(event);
        await app.processEvent({ ...event, ack: async () => {} });
        await event.ack();
      };
      receiver.init(Object.create(app, { processEvent: { value: late } }));
    },
    start: (...args) => receiver.start(...args),
    stop: (...args) => receiver.stop(...args),
  };
}
