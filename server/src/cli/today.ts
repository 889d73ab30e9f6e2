/** Today by the machine's clock, in UTC; the core is told and never looks. */
export const today = (): string => new Date().toISOString().slice(0, 10);
