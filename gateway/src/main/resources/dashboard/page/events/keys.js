/** What keys do on the events. */
export const eventsKeys = [{ acts: new Map([['f', 'search']]), text: 'find a channel, a device or a user' }];
