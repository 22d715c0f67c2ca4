import { css } from 'lit';

/** A card for each list, with what adds to it beside its title. */
export const settingsStyles = css`
  :host {
    max-width: 1100px;
    margin: 0 auto;
    padding: 16px;
  }
  h1 {
    margin-bottom: 12px;
    font-size: 1.571rem;
    font-weight: 600;
  }
  section {
    margin-bottom: 16px;
    padding: 12px 16px;
    border: var(--edge) solid var(--hair);
    border-radius: var(--radius);
    background: var(--surface);
  }
  h2 {
    font-size: 1.143rem;
    font-weight: 600;
  }
  section > p {
    margin: 8px 0;
  }
  header {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 8px 16px;
    margin-bottom: 8px;
  }
  .none {
    color: var(--text-2);
  }
  section > .fault,
  :host > .fault {
    color: var(--critical);
    font-weight: 600;
  }
  @media (width < 600px) {
    :host {
      padding: 8px;
    }
    section {
      padding: 12px;
    }
    h1 {
      padding: 4px 8px 0;
    }
  }
`;
