/**
 * Until when the lines of well-known images get security fixes.
 *
 * The dates are those of endoflife.date (https://endoflife.date, copyright its contributors, MIT licence), as of
 * 2026-08-22; lines that ended long ago are left out. They are facts about products, not text of that
 * project; its licence stands in `end-of-life.notice.txt`.
 */

/**
 * Product: `cycle[=codename] date[/date of the long-term support by the community]`; `-` while no end is announced.
 * What is lower than the first cycle ended before it.
 */
const LINES: Readonly<Record<string, string>> = {
  node: `
    4 2018-04-30, 6 2019-04-30, 8 2019-12-31, 9 2018-06-30, 10 2021-04-30, 11 2019-06-30, 12 2022-04-30, 13
    2020-06-01, 14 2023-04-30, 15 2021-06-01, 16 2023-09-11, 17 2022-06-01, 18 2025-04-30, 19 2023-06-01, 20
    2026-04-30, 21 2024-06-01, 22 2027-04-30, 23 2025-06-01, 24 2028-04-30, 25 2026-06-01, 26 2029-04-30
  `,
  python: `
    2.7 2020-01-01, 3.4 2019-03-18, 3.5 2020-09-30, 3.6 2021-12-23, 3.7 2023-06-27, 3.8 2024-10-07, 3.9
    2025-10-31, 3.10 2026-10-31, 3.11 2027-10-31, 3.12 2028-10-31, 3.13 2029-10-31, 3.14 2030-10-31
  `,
  ruby: `
    2.3 2019-03-31, 2.4 2020-03-31, 2.5 2021-03-31, 2.6 2022-03-31, 2.7 2023-03-31, 3.0 2024-04-23, 3.1
    2025-03-26, 3.2 2026-03-31, 3.3 2027-03-31, 3.4 2028-03-31, 4.0 2029-03-31
  `,
  php: `
    5.6 2018-12-31, 7.0 2019-01-10, 7.1 2019-12-01, 7.2 2020-11-30, 7.3 2021-12-06, 7.4 2022-11-28, 8.0
    2023-11-26, 8.1 2025-12-31, 8.2 2026-12-31, 8.3 2027-12-31, 8.4 2028-12-31, 8.5 2029-12-31
  `,
  golang: `
    1.12 2020-02-25, 1.13 2020-08-11, 1.14 2021-02-16, 1.15 2021-08-16, 1.16 2022-03-15, 1.17 2022-08-02, 1.18
    2023-02-01, 1.19 2023-09-06, 1.20 2024-02-06, 1.21 2024-08-13, 1.22 2025-02-11, 1.23 2025-08-12, 1.24
    2026-02-10, 1.25 2026-08-19, 1.26 -, 1.27 -
  `,
  dotnet: `
    1.0 2019-06-27, 1.1 2019-06-27, 2.0 2018-10-01, 2.1 2021-08-21, 2.2 2019-12-23, 3.0 2020-03-03, 3.1
    2022-12-13, 5 2022-05-10, 6 2024-11-12, 7 2024-05-14, 8 2026-11-10, 9 2026-11-10, 10 2028-11-14
  `,
  java: `
    8 2030-12-31, 11 2027-10-31, 16 2021-09-30, 17 2027-10-31, 18 2022-09-30, 19 2023-03-31, 20 2023-09-19, 21
    2029-12-31, 22 2024-09-17, 23 2025-03-18, 24 2025-09-16, 25 2031-09-30, 26 2026-09-15
  `,
  debian: `
    6=squeeze 2014-05-31/2016-02-29, 7=wheezy 2016-04-25/2018-05-31, 8=jessie 2018-06-17/2020-06-30, 9=stretch
    2020-07-18/2022-07-01, 10=buster 2022-09-10/2024-06-30, 11=bullseye 2024-08-14/2026-08-31, 12=bookworm
    2026-07-11/2028-06-30, 13=trixie 2028-08-09/2030-06-30
  `,
  ubuntu: `
    12.04=precise 2017-04-28, 14.04=trusty 2019-04-02, 15.04=vivid 2016-02-04, 15.10=wily 2016-07-28,
    16.04=xenial 2021-04-02, 16.10=yakkety 2017-07-20, 17.04=zesty 2018-01-13, 17.10=artful 2018-07-19,
    18.04=bionic 2023-05-31, 18.10=cosmic 2019-07-18, 19.04=disco 2020-01-23, 19.10=eoan 2020-07-06, 20.04=focal
    2025-05-31, 20.10=groovy 2021-07-22, 21.04=hirsute 2022-01-20, 21.10=impish 2022-07-14, 22.04=jammy
    2027-04-01, 22.10=kinetic 2023-07-20, 23.04=lunar 2024-01-20, 23.10=mantic 2024-07-12, 24.04=noble
    2029-05-31, 24.10=oracular 2025-07-10, 25.04=plucky 2026-01-17, 25.10=questing 2026-07-01, 26.04=resolute
    2031-04-30
  `,
  alpine: `
    3.6 2019-05-01, 3.7 2019-11-01, 3.8 2020-05-01, 3.9 2020-11-01, 3.10 2021-05-01, 3.11 2021-11-01, 3.12
    2022-05-01, 3.13 2022-11-01, 3.14 2023-05-01, 3.15 2023-11-01, 3.16 2024-05-23, 3.17 2024-11-22, 3.18
    2025-05-09, 3.19 2025-11-01, 3.20 2026-04-01, 3.21 2026-11-01, 3.22 2027-05-01, 3.23 2027-11-01, 3.24
    2028-06-01
  `,
  amazonlinux: `
    1 2023-12-31, 2 2026-06-30, 2017.09 2023-12-31, 2018.03 2023-12-31, 2023 2029-06-30
  `,
  centos: `
    5 2017-03-31, 6 2020-11-30, 7 2024-06-30, 8 2021-12-31
  `,
  rockylinux: `
    8 2029-05-31, 9 2032-05-31, 10 2035-05-31
  `,
  almalinux: `
    8 2029-05-31, 9 2032-05-31, 10 2035-05-31
  `,
  fedora: `
    34 2022-06-07, 35 2022-12-13, 36 2023-05-16, 37 2023-12-05, 38 2024-05-21, 39 2024-11-26, 40 2025-05-13, 41
    2025-12-15, 42 2026-05-27, 43 2026-12-09, 44 2027-06-02
  `,
  postgres: `
    9.3 2018-11-08, 9.4 2020-02-13, 9.5 2021-02-11, 9.6 2021-11-11, 10 2022-11-10, 11 2023-11-09, 12 2024-11-21,
    13 2025-11-13, 14 2026-11-12, 15 2027-11-11, 16 2028-11-09, 17 2029-11-08, 18 2030-11-14
  `,
  mysql: `
    5.5 2018-12-31, 5.6 2021-02-28, 5.7 2023-10-31, 8.0 2026-04-30, 8.1 2023-10-25, 8.2 2023-12-14, 8.3
    2024-04-10, 8.4 2032-04-30, 9.0 2024-10-15, 9.1 2025-01-21, 9.2 2025-04-15, 9.3 2025-07-22, 9.4 2025-10-21,
    9.5 2026-01-20, 9.6 2026-04-21, 9.7 2034-04-21
  `,
  mariadb: `
    5.5 2020-04-11, 10.0 2019-03-31, 10.1 2020-10-17, 10.2 2022-05-23, 10.3 2023-05-25, 10.4 2024-06-18, 10.5
    2025-06-24, 10.6 2026-07-06, 10.7 2023-02-09, 10.8 2023-05-20, 10.9 2023-08-22, 10.10 2023-11-17, 10.11
    2028-02-16, 11.0 2024-06-06, 11.1 2024-08-21, 11.2 2024-11-21, 11.3 2024-05-29, 11.4 2029-05-29, 11.5
    2024-11-21, 11.6 2025-02-13, 11.7 2025-05-12, 11.8 2028-06-04, 12.0 2025-11-18, 12.1 2026-02-13, 12.2
    2026-05-28, 12.3 2029-06-12
  `,
  mongo: `
    3.4 2020-01-31, 3.6 2021-04-30, 4.0 2022-04-30, 4.2 2023-04-30, 4.4 2024-02-29, 5.0 2024-10-31, 5.1
    2022-01-19, 5.2 2022-03-23, 5.3 2022-07-19, 6.0 2025-07-31, 6.1 2023-02-09, 6.2 2023-04-24, 6.3 2023-08-31,
    7.0 2027-08-31, 7.1 2024-01-23, 7.2 2024-03-27, 7.3 2024-10-02, 8.0 2029-10-31, 8.1 2025-09-30, 8.2
    2026-07-31, 8.3 2029-10-31
  `,
  redis: `
    5.0 2022-04-27, 6.0 2022-05-31, 6.2 2027-04-01, 7.0 2024-07-29, 7.2 2029-12-01, 7.4 2029-12-01, 8.0
    2026-12-01, 8.2 2030-09-01, 8.4 -, 8.6 -, 8.8 -, 8.10 -
  `,
  rabbitmq: `
    3.8 2022-07-31, 3.9 2023-01-31, 3.10 2022-09-28, 3.11 2023-06-01, 3.12 2024-02-21, 3.13 2024-09-17, 4.0
    2025-04-15, 4.1 2026-01-30, 4.2 2026-07-31, 4.3 -
  `,
  elasticsearch: `
    6 2022-02-10, 7 2026-01-15, 8.16 2025-04-15, 8.17 2025-08-12, 8.18 2025-10-21, 8.19 2027-07-15, 9.0
    2025-10-23, 9.1 2026-02-03, 9.2 2026-05-05, 9.3 2026-08-04, 9.4 -, 9.5 -
  `,
  nginx: `
    1.16 2020-04-20, 1.18 2021-04-20, 1.19 2021-05-25, 1.20 2022-05-24, 1.21 2022-06-21, 1.22 2023-04-11, 1.23
    2023-05-23, 1.24 2024-04-23, 1.25 2024-05-29, 1.26 2025-04-23, 1.27 2025-06-24, 1.28 2026-04-14, 1.29
    2026-05-13, 1.30 -, 1.31 -
  `,
  haproxy: `
    1.7 2021-10-01, 1.8 2022-12-09, 2.0 2024-04-05, 2.1 2021-03-18, 2.2 2025-04-23, 2.3 2022-07-27, 2.4
    2026-04-01, 2.5 2023-05-02, 2.6 2027-04-01, 2.7 2024-04-05, 2.8 2028-04-01, 2.9 2025-03-21, 3.0 2029-04-01,
    3.1 2026-01-01, 3.2 2030-04-01, 3.3 2027-01-01, 3.4 2031-04-01
  `,
  tomcat: `
    6 2016-12-31, 7 2021-03-31, 8.0 2018-06-30, 8.5 2024-03-31, 9.0 2027-03-31, 10.0 2022-10-31, 10.1 -, 11.0 -
  `,
};

/** A line of a product, such as Python 3.9 or Debian 11. */
export interface Cycle {
  readonly product: string;
  readonly cycle: string;
  readonly codename: string | undefined;
  /** yyyy-mm-dd; undefined while no end is announced. */
  readonly end: string | undefined;
  /** The end of the long-term support by the community, where there is one. */
  readonly extended: string | undefined;
  /** Older than every line of the table: it ended before `end`. */
  readonly older?: true;
}

const tables = new Map<string, readonly Cycle[]>();

/** The lines of a product, oldest first; none for a product that is not known. */
export function cyclesOf(product: string): readonly Cycle[] {
  const known = tables.get(product);
  if (known !== undefined) return known;
  const cycles = (Object.hasOwn(LINES, product) ? (LINES[product] ?? '') : '').split(',').flatMap((entry) => {
    const match = /^\s*([\d.]+)(?:=(\w+))?\s+(?:-|([\d-]+))(?:\/([\d-]+))?\s*$/.exec(entry);
    if (match === null) return [];
    return [{ product, cycle: match[1] ?? '', codename: match[2], end: match[3], extended: match[4] }];
  });
  tables.set(product, cycles);
  return cycles;
}

/** The line that a version belongs to: `3.9.18` to 3.9, `3` to the newest of 3.x. */
export function cycleOf(product: string, version: string): Cycle | undefined {
  const cycles = cyclesOf(product);
  const parts = version.split('.');
  for (let length = parts.length; length > 0; length -= 1) {
    const found = cycles.find((it) => it.cycle === parts.slice(0, length).join('.'));
    if (found !== undefined) return found;
  }
  const newest = cycles.findLast((it) => it.cycle.startsWith(`${version}.`));
  if (newest !== undefined) return newest;
  const [first] = cycles;
  // A date of years, such as the tags of some distributions, is no version.
  if (first === undefined || compare(version, first.cycle) >= 0) return undefined;
  return { product, cycle: version, codename: undefined, end: first.end, extended: undefined, older: true };
}

/** The line with this codename, of Debian or Ubuntu. */
export function codenamed(name: string): Cycle | undefined {
  return [...cyclesOf('debian'), ...cyclesOf('ubuntu')].find((it) => it.codename === name);
}

/** The lines that are still supported for half a year or more, oldest first. */
export function supportedCycles(product: string, today: string): readonly Cycle[] {
  const soon = addDays(today, 180);
  return cyclesOf(product).filter(({ end, cycle }) => {
    // Only every second line of Node is supported for long.
    if (product === 'node' && Number(cycle) % 2 === 1) return false;
    return end === undefined || end > soon;
  });
}

function compare(one: string, other: string): number {
  const [a, b] = [one.split('.').map(Number), other.split('.').map(Number)];
  for (let index = 0; index < Math.max(a.length, b.length); index += 1) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** A day so many days after another; both yyyy-mm-dd, months counted as they are. */
export function addDays(day: string, days: number): string {
  let [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  date += days;
  for (let length = monthLength(year, month); date > length; length = monthLength(year, month)) {
    date -= length;
    month += 1;
    if (month > 12) [month, year] = [1, year + 1];
  }
  return [String(year), String(month).padStart(2, '0'), String(date).padStart(2, '0')].join('-');
}

function monthLength(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}
