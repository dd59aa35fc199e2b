export function build(options?: {
  force?: boolean;
  pages?: boolean;
}): Promise<{ hash: string; built: boolean }>;
export function sourceHash(): string;
