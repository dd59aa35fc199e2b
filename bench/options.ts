/** What every benchmark is told. */
export type BenchOptions = { isLong: boolean; say: (line: string) => void };
