/** Again and again, never two at a time; a round that fails is followed by the next. @returns how to stop it, after the running one */
export function every(ms: number, what: () => Promise<void>): () => Promise<void> {
  let isOn = true;
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  const next = (): void => {
    timer = setTimeout(() => {
      running = what()
        .catch(() => {})
        .then(() => {
          if (isOn) next();
        });
    }, ms);
  };
  next();
  return async () => {
    isOn = false;
    clearTimeout(timer);
    await running;
  };
}
