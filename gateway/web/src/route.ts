// Where we are: the hash of the address, a path and its query. No personal data is ever put in it.
import { useEffect, useState } from "preact/hooks";

export interface Place { path: string[]; query: URLSearchParams }

const read = (): Place => {
  const [path = "", query = ""] = location.hash.replace(/^#\/?/, "").split("?");
  return { path: path.split("/").filter(Boolean).map(decodeURIComponent), query: new URLSearchParams(query) };
};

export function usePlace(): Place {
  const [place, setPlace] = useState(read);
  useEffect(() => {
    const moved = () => setPlace(read());
    addEventListener("hashchange", moved);
    return () => removeEventListener("hashchange", moved);
  }, []);
  return place;
}

// href is the address of a page, with the values of its query that are set.
export function href(path: string, query: Record<string, string> = {}): string {
  const set = Object.entries(query).filter(([, value]) => value);
  return `#/${path}${set.length ? `?${new URLSearchParams(set)}` : ""}`;
}

export const go = (path: string, query: Record<string, string> = {}) => { location.hash = href(path, query); };

// stay changes the address of the page that we are on, without a step back for each change.
export function stay(path: string, query: Record<string, string>): void {
  history.replaceState(null, "", href(path, query));
  dispatchEvent(new HashChangeEvent("hashchange"));
}
