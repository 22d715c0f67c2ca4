/** What keys do on the trends; they are fulfilled by the element of the page. */
export const trendsKeys = [
  { acts: new Map([['l', 'live']]), text: 'live / paused' },
  {
    acts: new Map([
      ['[', 'shorter'],
      [']', 'longer'],
    ]),
    text: 'shorter or longer range',
  },
  {
    acts: new Map([
      ['+', 'in'],
      ['-', 'out'],
    ]),
    text: 'less or more time',
  },
  { acts: new Map([['f', 'search']]), text: 'find a channel' },
];
