/** Called at named points of the work; the point's name tells where. */
export type Checkpoint = (name: string) => void;

/**
 * `after-land:3` kills this process (SIGKILL, as a power cut of the process would) at the third pass of that point. null in
 * normal operation: the checkpoint then does nothing.
 */
export function crashCheckpoint(crashAt: string | null): Checkpoint {
  if (crashAt === null) return () => undefined;
  const [point, times = '1'] = crashAt.split(':');
  let passes = 0;
  return (name) => {
    if (name !== point) return;
    passes += 1;
    if (passes === Number(times)) process.kill(process.pid, 'SIGKILL');
  };
}
