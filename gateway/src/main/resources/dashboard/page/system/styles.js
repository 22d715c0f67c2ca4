import { css } from 'lit';

/** The page of the gateway itself: sections of figures and tables, as many side by side as there is room. */
export const systemStyles = css`
  :host {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 520px), 1fr));
    align-items: start;
    gap: 16px;
    max-width: 1680px;
    margin: 0 auto;
    padding: 16px;
  }
  .wide {
    grid-column: 1 / -1;
  }
  section {
    min-width: 0;
    border: var(--edge) solid var(--hair);
    border-radius: var(--radius);
    background: var(--surface);
    overflow: clip;
  }
  h2,
  h3 {
    padding: 10px 12px;
    font-weight: 600;
  }
  h2 {
    border-bottom: 1px solid var(--hair);
    font-size: 1.143rem;
  }
  h3 {
    padding-bottom: 0;
  }
  dl + h3 {
    border-top: 1px solid var(--hair);
  }
  .figures {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(150px, 1fr));
    gap: 12px 24px;
    margin: 0;
    padding: 12px;
  }
  dd {
    margin: 0;
    overflow-wrap: anywhere;
  }
  dt,
  .note {
    font-size: 0.929rem;
    color: var(--text-2);
  }
  .figure {
    font-size: 1.143rem;
    font-weight: 600;
  }
  .wrong,
  .wrong .figure,
  .wrong .note {
    color: var(--warn);
  }
  .state {
    display: inline-flex;
    align-items: center;
    gap: 6px;
  }
  .wrong .state {
    font-weight: 600;
  }
  .scroll {
    overflow-x: auto;
  }
  table {
    width: 100%;
    border-spacing: 0;
  }
  th,
  td {
    padding: 8px 12px;
    border-top: 1px solid var(--hair);
    text-align: left;
    font-weight: 400;
    vertical-align: middle;
  }
  thead th {
    border-top: 0;
    font-size: 0.929rem;
    color: var(--text-2);
    white-space: nowrap;
  }
  .number {
    text-align: right;
    white-space: nowrap;
  }
  .text {
    overflow-wrap: anywhere;
  }
  a {
    display: inline-block;
    padding: 4px 0;
    color: inherit;
    font-weight: 600;
    text-decoration-color: var(--line);
    text-underline-offset: 3px;
  }
  .empty {
    padding: 16px 12px;
    color: var(--text-2);
  }
  /* A table that has no room becomes a list: each cell with the name of its column. */
  @media (width < 700px) {
    :host {
      gap: 12px;
      padding: 8px;
    }
    thead {
      position: absolute;
      clip-path: inset(50%);
    }
    tr {
      display: grid;
      padding: 8px 12px;
      border-top: 1px solid var(--hair);
    }
    th,
    td,
    .number {
      display: flex;
      justify-content: space-between;
      gap: 16px;
      padding: 2px 0;
      border: 0;
      text-align: right;
      white-space: normal;
    }
    td::before {
      content: attr(data-column);
      color: var(--text-2);
      text-align: left;
      white-space: nowrap;
    }
    tbody tr:first-child {
      border-top: 0;
    }
  }
`;
