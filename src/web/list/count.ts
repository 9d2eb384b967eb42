/** 1,204 · 1,000+ where counting stopped. */
export const countText = ({ value, capped }: { value: number; capped: boolean }): string =>
  `${value.toLocaleString('en-US')}${capped ? '+' : ''}`
