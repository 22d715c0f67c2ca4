/** Styles that every part shares: constructable sheets, one for all instances. */
import { css } from 'lit';

export const base = css`
  :host {
    display: block;
  }
  :host([hidden]),
  [hidden] {
    display: none !important;
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  h1,
  h2,
  h3,
  p {
    margin: 0;
    font: inherit;
  }
  :focus-visible {
    outline: var(--focus-width) solid var(--focus);
    outline-offset: 2px;
  }
  svg {
    display: block;
    flex: none;
  }
  .sr {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .digits {
    font-variant-numeric: tabular-nums;
  }
`;

export const buttons = css`
  button,
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 0.5em;
    min-width: 44px;
    min-height: 44px;
    padding: 0 1em;
    border: var(--edge) solid var(--line);
    border-radius: var(--radius);
    background: transparent;
    color: var(--text);
    font: inherit;
    font-weight: 600;
    text-decoration: none;
    cursor: pointer;
    touch-action: manipulation;
  }
  /* What asks for a proof keeps its distance from what does not. */
  button.risky + button:not(.risky),
  :not(.risky) + button.risky {
    margin-inline-start: 32px;
  }
  button:hover {
    background: color-mix(in srgb, var(--line) 14%, transparent);
  }
  button:active {
    background: color-mix(in srgb, var(--line) 28%, transparent);
  }
  button[aria-pressed='true'],
  button[aria-checked='true'] {
    background: var(--text);
    border-color: var(--text);
    color: var(--bg);
  }
  button:disabled,
  button[aria-disabled='true'] {
    border-style: dashed;
    border-color: var(--hair);
    background: transparent;
    color: var(--stale);
    cursor: not-allowed;
  }
  button.plain {
    border-color: transparent;
    font-weight: 400;
    text-decoration: underline;
    text-underline-offset: 3px;
    padding: 0 0.5em;
  }
  @media (forced-colors: active) {
    button[aria-pressed='true'] {
      forced-color-adjust: none;
      background: Highlight;
      color: HighlightText;
    }
    button:disabled,
    button[aria-disabled='true'] {
      color: GrayText;
      border-color: GrayText;
    }
  }
`;
