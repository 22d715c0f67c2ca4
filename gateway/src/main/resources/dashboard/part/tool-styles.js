import { css } from 'lit';

/** What stands above a list or a chart: buttons in groups; and what stands in its place when there is nothing. */
export const tools = css`
  .tools {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px 16px;
  }
  .group {
    display: flex;
    flex-wrap: wrap;
    gap: 4px;
  }
  .group button {
    padding: 0 12px;
  }
  .none {
    padding: 48px 24px;
    border: var(--edge) dashed var(--line);
    border-radius: var(--radius);
    color: var(--text-2);
    text-align: center;
  }
`;

/** What opens and closes below a line of its own. */
export const disclosure = css`
  summary {
    display: flex;
    align-items: center;
    min-height: 44px;
    cursor: pointer;
  }
  summary::before {
    content: '▸';
    width: 1.2em;
  }
  details[open] > summary::before {
    content: '▾';
  }
`;

/** Why something that was asked of the gateway is not here. */
export const trouble = css`
  .fault {
    display: flex;
    align-items: center;
    gap: 8px;
    color: var(--warn);
    font-weight: 600;
  }
`;
