// A page whose script is loaded when it is first wanted: the first page is there sooner, on a phone above all.
import type { ComponentType } from "preact";
import { Wait } from "./parts/page";
import { useRead } from "./read";

export function later<P extends object>(name: string, load: () => Promise<ComponentType<P>>): ComponentType<P> {
  return (p) => <Wait reading={useRead(async () => ({ Page: await load() }), name)}>{({ Page }) => <Page {...p} />}</Wait>;
}
