// A button that does one thing, says so, and draws the page again.
import { h } from "./html";
import { act, say, tell } from "./say";

export const button = (label: string, work: () => Promise<unknown>, redraw: () => void, first = false) =>
  h("button", { class: first ? "button" : "button second", click: act(async () => {
    try {
      await work();
      say("C'est fait.");
    } catch (error) {
      tell(error);
    }
    redraw();
  }) }, label);
