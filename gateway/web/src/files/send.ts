// Sending a file in pieces, as tus 1.0 says: after a lost connection it goes on where it was. The client of that protocol is half
// as large as this console; what is needed of it is here.
import { language, t } from "../words";
import { Problem } from "../api";

// piece is lost at most when the connection breaks.
const piece = 256 << 10;
// most is how often a piece is tried before the person is asked; each wait is twice the one before.
const most = 6;
const firstWait = 500;

export interface Sending { file: File; at: number; address?: string; stop: AbortController }

export const sending = (file: File): Sending => ({ file, at: 0, stop: new AbortController() });

const tus = { "Tus-Resumable": "1.0.0", "Accept-Language": language, Accept: "application/json" };

async function call(s: Sending, method: string, address: string, headers: Record<string, string>, body?: Blob): Promise<Response> {
  const answer = await fetch(address, { method, headers: { ...tus, ...headers }, body, signal: s.stop.signal });
  if (answer.ok) return answer;
  const json = await answer.json().catch(() => ({})) as { reason?: string; detail?: string; errors?: { field: string; message: string }[] };
  throw new Problem(answer.status, json.reason ?? "", json.detail ?? t("error.server"), json.errors ?? []);
}

// base64 is a name in the bytes of UTF-8.
const base64 = (text: string) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));

// passing says whether trying again may help: the line broke, or the server is in trouble; a refusal stays one.
export const passing = (error: unknown) => !(error instanceof Problem) || error.status >= 500 || error.status === 409 || error.status === 429;

const pause = (s: Sending, time: number) => new Promise<void>((go) => {
  const on = () => { clearTimeout(timer); removeEventListener("online", on); go(); };
  const timer = setTimeout(on, time);
  addEventListener("online", on);
  s.stop.signal.addEventListener("abort", on, { once: true });
});

// send sends what has not arrived yet and answers the upload's id. It may be called again for the same sending.
export async function send(s: Sending, moved: () => void): Promise<string> {
  for (let tries = 0; ; tries++) {
    try {
      await rest(s, () => { tries = 0; moved(); }, tries > 0);
      return s.address!.split("/").pop()!;
    } catch (error) {
      if (s.stop.signal.aborted || !passing(error) || tries >= most) throw error;
      await pause(s, firstWait * 2 ** tries);
    }
  }
}

async function rest(s: Sending, moved: () => void, again: boolean): Promise<void> {
  if (!s.address) {
    const made = await call(s, "POST", "/v1/uploads", { "Upload-Length": String(s.file.size), "Upload-Metadata": `filename ${base64(s.file.name)}` });
    s.address = new URL(made.headers.get("Location")!, location.href).pathname;
  } else if (again || s.at > 0) { // what came of the piece that broke off
    const known = await call(s, "HEAD", s.address, {});
    s.at = Number(known.headers.get("Upload-Offset"));
  }
  while (s.at < s.file.size) {
    const part = s.file.slice(s.at, s.at + piece);
    const answer = await call(s, "PATCH", s.address, { "Content-Type": "application/offset+octet-stream", "Upload-Offset": String(s.at) }, part);
    s.at = Number(answer.headers.get("Upload-Offset"));
    moved();
  }
}

// giveUp removes what has arrived.
export async function giveUp(s: Sending): Promise<void> {
  s.stop.abort();
  if (s.address) await fetch(s.address, { method: "DELETE", headers: tus }).catch(() => undefined);
}
