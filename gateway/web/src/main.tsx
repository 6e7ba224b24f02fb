// The console: pages behind the hash of the address, drawn from the API.
import { render } from "preact";
import { get, Problem } from "./api";
import { App } from "./app";
import { say, tell } from "./say";
import type { Me } from "./types";
import { language, learn, t } from "./words";
import { Welcome } from "./welcome";

async function start(): Promise<void> {
  const root = document.getElementById("app")!;
  document.documentElement.lang = language;
  let me: Me | undefined;
  try {
    await learn();
    me = await get<Me>("/v1/me");
  } catch (error) {
    if (!(error instanceof Problem && error.status === 401)) tell(error);
  }
  root.replaceChildren();
  render(me ? <App me={me} /> : <Welcome />, root);
  if (new URLSearchParams(location.search).get("sign-in") === "failed") say(t("signin.failed"), true);
}

void start();
