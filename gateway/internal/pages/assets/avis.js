// The page of an outside expert: the token behind the # goes to the server in the body of a POST, never in an address.
"use strict";

const token = location.hash.slice(1);
const find = (id) => document.getElementById(id);
let sending = ""; // the idempotency key of an answer that may have been sent

async function call(verb, body, headers = {}) {
  const answer = await fetch("/v1/public/opinions:" + verb, {
    method: "POST",
    headers: { "Content-Type": "application/json", "Accept-Language": "fr", ...headers },
    body: JSON.stringify({ token, ...body }),
  });
  const said = await answer.json();
  if (!answer.ok) throw new Error(said.errors?.[0]?.message || said.detail || said.title);
  return said;
}

function say(text, problem) {
  const place = find("said");
  place.className = problem ? "problem" : "";
  place.textContent = text;
  if (text) place.focus();
}

function element(name, text) {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}

function show(opinion) {
  const until = new Intl.DateTimeFormat("fr-FR", { dateStyle: "full", timeStyle: "short", timeZone: "Europe/Paris" });
  find("who").textContent = `${opinion.bodyName} vous demande votre avis, d'ici au ${until.format(new Date(opinion.expireTime))}.`;
  find("question").textContent = opinion.question;
  for (const part of opinion.shared) find("shared").append(element("h3", part.partLabel), element("p", part.text));
  find("asked").hidden = false;
  say("");
}

async function send(event) {
  event.preventDefault();
  const button = find("answer").querySelector("button");
  button.disabled = true;
  sending ||= Array.from(crypto.getRandomValues(new Uint8Array(16)), (n) => n.toString(16).padStart(2, "0")).join("");
  try {
    await call("answer", { text: find("text").value }, { "Idempotency-Key": sending });
    find("asked").hidden = true;
    say("Merci. Votre avis est transmis. Vous pouvez fermer cette page.");
  } catch (problem) {
    say(problem instanceof TypeError ? "Le serveur ne répond pas. Réessayez : votre avis ne sera transmis qu'une fois." : problem.message, true);
    if (!(problem instanceof TypeError)) sending = "";
    button.disabled = false;
  }
}

find("answer").addEventListener("submit", send);
if (token) {
  call("read", {}).then(show, (problem) => say(problem instanceof TypeError ? "Le serveur ne répond pas. Rechargez la page." : problem.message, true));
} else {
  say("Ce lien n'est pas complet. Copiez-le en entier depuis le message que vous avez reçu.", true);
}
