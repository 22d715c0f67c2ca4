import { css } from 'lit';
import { columns } from './channel-row.js';

/** The page of a device: its channels beside what controls it, and below them what is known of its link. */
export const deviceStyles = css`
  :host {
    display: grid;
    gap: 16px;
    max-width: 1680px;
    margin: 0 auto;
    padding: 16px;
  }
  h1 {
    font-size: 1.571rem;
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  h2 {
    font-size: 1.143rem;
    font-weight: 600;
  }
  .head {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 16px;
  }
  .state {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    overflow-wrap: anywhere;
  }
  .abnormal {
    color: var(--warn);
    font-weight: 600;
  }
  .about {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 20px;
    width: 100%;
    margin: 0;
    color: var(--text-2);
  }
  .about div {
    display: flex;
    gap: 6px;
    min-width: 0;
  }
  .about dd {
    color: var(--text);
    overflow-wrap: anywhere;
  }
  dd {
    margin: 0;
  }
  .links {
    display: flex;
    flex-wrap: wrap;
    gap: 0 16px;
    margin-left: auto;
  }
  a {
    display: inline-flex;
    align-items: center;
    min-height: 44px;
    color: inherit;
    text-underline-offset: 3px;
  }
  .columns {
    display: grid;
    grid-template-columns: minmax(0, 1fr) 360px;
    align-items: start;
    gap: 16px;
  }
  .columns.alone {
    grid-template-columns: minmax(0, 1fr);
  }
  section {
    container-type: inline-size;
    min-width: 0;
    border: var(--edge) solid var(--hair);
    border-radius: var(--radius);
    background: var(--surface);
    overflow: clip;
  }
  section > h2,
  section > header {
    padding: 10px 12px;
    border-bottom: 1px solid var(--hair);
  }
  .row-head {
    ${columns}
    padding: 6px 12px;
    border-bottom: 1px solid var(--hair);
    font-size: 0.929rem;
    color: var(--text-2);
  }
  .row-head [data-right] {
    text-align: right;
  }
  ferrule-channel-row + ferrule-channel-row,
  ferrule-control + ferrule-control {
    border-top: 1px solid var(--hair);
  }
  .figures {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(140px, 1fr));
    gap: 12px 24px;
    margin: 0;
    padding: 12px;
  }
  .figures dt {
    font-size: 0.929rem;
    color: var(--text-2);
  }
  .figures .figure {
    font-size: 1.143rem;
    font-weight: 600;
  }
  .figures .note {
    font-size: 0.929rem;
    color: var(--text-2);
  }
  .wrong .figure,
  .wrong .note {
    color: var(--warn);
  }
  .day {
    padding: 12px 12px 4px;
    border-top: 1px solid var(--hair);
  }
  .day > p {
    margin-bottom: 8px;
  }
  .axis {
    display: flex;
    justify-content: space-between;
    padding-top: 2px;
    font-size: 0.857rem;
    color: var(--text-2);
  }
  .stretches {
    margin: 0 0 8px;
    padding: 0;
    list-style: none;
  }
  .stretches li {
    display: grid;
    grid-template-columns: 9rem 7rem 7rem minmax(0, 1fr);
    gap: 0 12px;
    padding: 6px 0;
    border-top: 1px solid var(--hair);
  }
  .stretches .why {
    color: var(--text-2);
    overflow-wrap: anywhere;
  }
  ferrule-event-list {
    margin: 12px;
  }
  .empty {
    padding: 16px 12px;
    color: var(--text-2);
  }
  .devices {
    display: grid;
    gap: 8px;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .devices li {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 16px;
  }
  @container (width < 820px) {
    .row-head {
      display: none;
    }
    .stretches li {
      grid-template-columns: 1fr 1fr;
    }
  }
  @media (width < 1100px) {
    .columns {
      grid-template-columns: minmax(0, 1fr);
    }
  }
  @media (width < 600px) {
    :host {
      gap: 12px;
      padding: 8px;
    }
    .head {
      padding: 4px 8px 0;
    }
    .links {
      margin-left: 0;
    }
  }
`;
