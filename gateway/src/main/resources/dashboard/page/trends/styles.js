import { css } from 'lit';

/** The page of the trends: the list beside the charts, or above them where there is no room. */
export const trendsStyles = css`
  :host {
    display: grid;
    grid-template-columns: 260px minmax(0, 1fr);
    gap: 16px;
    padding: 16px;
    align-items: start;
  }
  summary {
    font-weight: 600;
  }
  .picker > summary {
    display: none;
  }
  .picker {
    position: sticky;
    top: calc(var(--bar-height) + 16px);
    max-height: calc(100vh - var(--bar-height) - 84px);
    overflow-y: auto;
    padding: 2px;
  }
  .main {
    display: grid;
    gap: 12px;
    min-width: 0;
  }
  .span {
    color: var(--text-2);
  }
  .export {
    display: inline-flex;
    align-items: center;
    min-height: 44px;
    color: inherit;
  }
  .pane {
    padding: 8px 0 4px;
    border: var(--edge) solid var(--hair);
    border-radius: var(--radius);
    background: var(--surface);
    overflow: hidden;
  }
  .trouble {
    display: flex;
    align-items: center;
    gap: 8px;
    color: var(--warn);
    font-weight: 600;
  }
  .pane h2 {
    padding: 0 12px;
    font-size: 0.929rem;
    font-weight: 600;
    color: var(--text-2);
  }
  .scroll {
    overflow-x: auto;
  }
  table {
    width: 100%;
    border-spacing: 0;
    white-space: nowrap;
  }
  th,
  td {
    padding: 6px 12px;
    border-bottom: 1px solid var(--hair);
    text-align: left;
    font-weight: 400;
  }
  thead th {
    font-size: 0.929rem;
    color: var(--text-2);
  }
  .figure {
    text-align: right;
  }
  .series {
    display: inline-flex;
    align-items: center;
    gap: 8px;
  }
  [data-state='stale'] .present {
    font-style: italic;
    color: var(--stale);
  }
  [data-state='bad'] .note,
  [data-state='uncertain'] .note {
    color: var(--warn);
  }
  .present .note {
    font-size: 0.929rem;
  }
  @media (width < 900px) {
    :host {
      grid-template-columns: minmax(0, 1fr);
      gap: 8px;
      padding: 8px;
    }
    .picker > summary {
      display: flex;
    }
    .picker {
      position: static;
      max-height: none;
    }
  }
`;
