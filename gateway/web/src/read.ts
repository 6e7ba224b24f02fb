// Reading for a component: what it waits for, what it got, and again when something changed.
import { useCallback, useEffect, useRef, useState } from "preact/hooks";

export interface Reading<T> { value?: T; error?: unknown; again: () => Promise<void> }

// useRead reads once for each key. While it reads again, what was there stays.
export function useRead<T>(read: () => Promise<T>, key: string): Reading<T> {
  const [state, setState] = useState<{ key: string; value?: T; error?: unknown }>({ key });
  const turn = useRef(0);
  const latest = useRef(read);
  latest.current = read;
  const again = useCallback(async () => {
    const mine = ++turn.current;
    try {
      const value = await latest.current();
      if (mine === turn.current) setState({ key, value });
    } catch (error) {
      if (mine === turn.current) setState((s) => ({ key, error, value: s.key === key ? s.value : undefined }));
    }
  }, [key]);
  useEffect(() => {
    void again();
    return () => { turn.current++; };
  }, [again]);
  return state.key === key ? { value: state.value, error: state.error, again } : { again };
}

// useTurn reads again what something else on the page has changed.
export function useTurn(reading: Reading<unknown>, turn: unknown): void {
  const before = useRef(turn);
  useEffect(() => {
    if (before.current !== turn) void reading.again();
    before.current = turn;
  }, [turn]);
}

// once reads one time for a visit; a failure is tried again.
export const once = <T>(read: () => Promise<T>) => {
  let kept: Promise<T> | undefined;
  return () => (kept ??= read().catch((error) => { kept = undefined; throw error; }));
};
