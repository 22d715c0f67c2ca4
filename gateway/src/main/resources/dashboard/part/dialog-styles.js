import { css } from 'lit';

/** A window over the page. */
export const dialogStyles = css`
  dialog {
    max-width: min(480px, calc(100vw - 32px));
    padding: 24px;
    border: var(--edge) solid var(--line);
    border-radius: 8px;
    background: var(--surface);
    color: var(--text);
  }
  dialog::backdrop {
    background: rgb(0 0 0 / 45%);
  }
  h2 {
    font-size: 1.286rem;
    font-weight: 600;
    margin-bottom: 12px;
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    justify-content: end;
    gap: 32px;
    margin-top: 24px;
  }
`;
