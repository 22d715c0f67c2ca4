import { css } from 'lit';

/** The page of the events: what to see of them, and the list. */
export const eventsStyles = css`
  :host {
    display: grid;
    gap: 12px;
    max-width: 1200px;
    margin: 0 auto;
    padding: 16px;
  }
  input {
    min-height: 44px;
    min-width: 0;
    flex: 1 1 220px;
    max-width: 360px;
    padding: 0 12px;
    border: var(--edge) solid var(--line);
    border-radius: var(--radius);
    background: var(--surface);
    color: inherit;
    font: inherit;
  }
  .older {
    justify-self: center;
  }
  @media (width < 700px) {
    :host {
      padding: 8px;
    }
  }
`;
