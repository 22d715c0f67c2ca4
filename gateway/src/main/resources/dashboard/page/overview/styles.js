import { css } from 'lit';
import { GAP, ROW } from './measures.js';

export const overviewStyles = css`
  :host {
    padding: 0 16px 16px;
    min-height: 50vh;
  }
  .tools {
    min-height: 44px;
    padding: 6px 0;
    gap: 6px 12px;
  }
  .tools button,
  select {
    min-height: 36px;
  }
  label {
    color: var(--text-2);
  }
  select {
    padding: 0 8px;
    border: var(--edge) solid var(--line);
    border-radius: var(--radius);
    background: var(--surface);
    color: var(--text);
    font: inherit;
  }
  .arranging p {
    color: var(--text-2);
  }
  [draggable] {
    cursor: grab;
  }
  .dragged,
  .hiding {
    opacity: 0.45;
  }
  .count {
    margin-left: auto;
    color: var(--text-2);
    font-size: 0.929rem;
  }
  .part h2 {
    display: flex;
    gap: 8px;
    margin: 10px 0 6px;
    color: var(--text-2);
    font-weight: 600;
  }
  .part h2 span {
    font-weight: 400;
  }
  .part h2.first {
    color: var(--warn);
  }
  .cards {
    display: grid;
    grid-template-columns: repeat(var(--columns), minmax(0, 1fr));
    grid-auto-rows: ${ROW}rem;
    grid-auto-flow: dense;
    column-gap: ${GAP}rem;
  }
  @media (width < 600px) {
    :host {
      padding: 0 8px 8px;
    }
    .count {
      display: none;
    }
    .tools button,
    select {
      min-height: 44px;
    }
  }
`;
