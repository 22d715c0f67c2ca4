import { css } from 'lit';

/** The page of the events: what to see of them, and a row for each. */
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
  ol {
    margin: 0;
    padding: 0;
    border: var(--edge) solid var(--hair);
    border-radius: var(--radius);
    background: var(--surface);
    list-style: none;
  }
  ol > li + li {
    border-top: 1px solid var(--hair);
  }
  summary,
  .row {
    display: grid;
    grid-template-columns: 11rem minmax(0, 1fr) 9rem 9rem;
    gap: 4px 16px;
    align-items: center;
    min-height: 44px;
    padding: 6px 12px;
  }
  summary {
    cursor: pointer;
    list-style: none;
  }
  summary::-webkit-details-marker {
    display: none;
  }
  .more::after {
    content: '▸';
    display: inline-block;
    width: 1.2em;
    color: var(--text-2);
  }
  details[open] .more::after {
    content: '▾';
  }
  .title {
    overflow-wrap: anywhere;
  }
  .why,
  .moment,
  .who {
    color: var(--text-2);
  }
  .why {
    display: block;
    font-size: 0.929rem;
  }
  .outcome {
    display: flex;
    align-items: center;
    gap: 6px;
    font-weight: 600;
  }
  [data-weight='wrong'] .outcome {
    color: var(--warn);
  }
  [data-weight='refused'] .outcome {
    color: var(--text-2);
  }
  .life {
    margin: 0;
    padding: 0 12px 12px calc(11rem + 28px);
    color: var(--text-2);
    list-style: none;
  }
  .life li {
    padding: 2px 0;
  }
  .fault {
    display: flex;
    align-items: center;
    gap: 8px;
    color: var(--warn);
    font-weight: 600;
  }
  .older {
    justify-self: center;
  }
  @media (width < 700px) {
    :host {
      padding: 8px;
    }
    summary,
    .row {
      grid-template-columns: minmax(0, 1fr) auto;
    }
    .title {
      grid-row: 2;
      grid-column: 1 / -1;
    }
    .who {
      grid-row: 3;
      grid-column: 1 / -1;
    }
    .life {
      padding-left: 12px;
    }
  }
`;
