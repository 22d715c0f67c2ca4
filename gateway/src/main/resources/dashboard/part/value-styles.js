/** How a value looks in each of its states; tiles and controls show values alike. */
import { css } from 'lit';

export const valueStyles = css`
  .value {
    display: flex;
    align-items: baseline;
    gap: 0.2em;
    white-space: nowrap;
  }
  .number {
    font-size: 2rem;
    line-height: 1.15;
    font-weight: 600;
    font-variant-numeric: tabular-nums;
  }
  .unit {
    font-size: 1.143rem;
    color: var(--text-2);
  }
  .note {
    display: flex;
    white-space: nowrap;
    align-items: center;
    gap: 0.4em;
    min-height: 1.4em;
    font-size: 0.929rem;
    color: var(--text-2);
  }
  /* Old: readable, but plainly not the present. */
  :host([data-state='stale']) .number {
    font-style: italic;
    font-weight: 300;
    color: var(--stale);
  }
  :host([data-state='stale']) .unit,
  :host([data-state='stale']) .note {
    color: var(--stale);
  }
  :host([data-state='bad']) .number,
  :host([data-state='never']) .number {
    font-weight: 400;
    color: var(--stale);
  }
  :host([data-state='bad']) .note,
  :host([data-state='uncertain']) .note {
    color: var(--warn);
    font-weight: 600;
  }
`;

/** Behind a value that is not to be trusted. */
export const hatched = css`
  background: repeating-linear-gradient(-45deg, transparent 0 5px, var(--hatch) 5px 6.5px);
`;
