/** Whether an answer is JSON and says so. */
export function isSaid(text: string, says: (answer: Record<string, unknown>) => boolean): boolean {
  try {
    return says(JSON.parse(text) as Record<string, unknown>);
  } catch {
    return false;
  }
}
