import { css } from 'lit';

/** Fields of a form: label, input, hint, and what is wrong with it, one below the other. */
export const fieldStyles = css`
  .field {
    display: grid;
    gap: 4px;
    margin-top: 16px;
  }
  label {
    font-weight: 600;
  }
  input,
  select {
    width: 100%;
    min-height: 44px;
    padding: 0 10px;
    border: var(--edge) solid var(--line);
    border-radius: var(--radius);
    background: var(--bg);
    color: var(--text);
    font: inherit;
  }
  input:read-only {
    border-style: dashed;
    background: transparent;
  }
  [aria-invalid='true'] {
    border-width: 2px;
    border-color: var(--critical);
  }
  .hint {
    color: var(--text-2);
    font-size: 0.929rem;
  }
  .fault {
    display: flex;
    gap: 6px;
    color: var(--critical);
    font-weight: 600;
  }
  .fault svg {
    margin-top: 3px;
  }
  .fault:empty {
    display: none;
  }
`;
