const SHORTEST_WAIT = 1;
const LONGEST_WAIT = 60;

/**
 * Attempt something; where the server is too busy, once more after the time it names.
 * @template T
 * @param {() => Promise<T>} attempt
 * @param {{signal: AbortSignal, onWait: (message: string) => void, onAgain?: () => void}} options
 * @returns {Promise<T>}
 */
export async function patiently(attempt, { signal, onWait, onAgain }) {
  try {
    return await attempt();
  } catch (error) {
    if (error.status !== 429) throw error;
    const wait = Math.min(Math.max(error.retryAfter, SHORTEST_WAIT), LONGEST_WAIT);
    onWait(`Busy with other questions. Trying again in ${wait} ${wait === 1 ? "second" : "seconds"}`);
    await pause(wait * 1000, signal);
    onAgain?.();
    return attempt();
  }
}

function pause(milliseconds, signal) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(signal.reason);
    }, { once: true });
  });
}
