import { css } from 'lit';

/** Rows of users, tokens and sessions: what, when, and what can be done; one below the other where it is narrow. */
export const rowStyles = css`
  ul {
    display: grid;
    grid-template-columns: minmax(0, 3fr) minmax(0, 2fr) auto;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  li {
    display: grid;
    grid-template-columns: subgrid;
    grid-column: 1 / -1;
    align-items: center;
    gap: 4px 16px;
    padding: 8px 0;
    border-top: 1px solid var(--hair);
  }
  .what b {
    display: block;
    overflow-wrap: anywhere;
  }
  .what span {
    overflow-wrap: anywhere;
  }
  .when,
  .own {
    color: var(--text-2);
    font-size: 0.929rem;
  }
  .do {
    display: flex;
    flex-wrap: wrap;
    justify-content: end;
    gap: 32px 8px;
  }
  .do button.risky {
    margin-inline-start: 24px; /* and the gap */
  }
  .do button.risky:first-child {
    margin-inline-start: 0;
  }
  .own {
    align-content: center;
    min-height: 44px;
  }
  .fault {
    color: var(--critical);
    font-weight: 600;
  }
  .abnormal {
    color: var(--warn);
    font-weight: 600;
  }
  .said:empty {
    margin: 0;
  }
  @media (width < 900px) {
    ul {
      grid-template-columns: minmax(0, 1fr);
    }
    .do {
      justify-content: start;
    }
    .do button {
      padding: 0 0.5em;
    }
  }
`;
