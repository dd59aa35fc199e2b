import { runWorld } from "@/server/world/run";

/** The simulated world against any gateway: `npm run world -- --scenario lunch-peak --rate 50 --minutes 10`. */
const stop = new AbortController();
process.once("SIGINT", () => stop.abort());
process.once("SIGTERM", () => stop.abort());
// Started by a supervisor that died: nobody is left to stop us.
process.once("disconnect", () => stop.abort());
const streams = {
  out: (text: string) => void process.stdout.write(text),
  err: (text: string) => void process.stderr.write(text),
};
process.exitCode = await runWorld(process.argv.slice(2), streams, stop.signal);
