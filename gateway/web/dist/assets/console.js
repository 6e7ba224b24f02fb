// Says who is signed in, and offers to sign in or out.
const status = document.getElementById("status");
if (new URLSearchParams(location.search).get("sign-in") === "failed") {
  status.textContent = "La connexion n'a pas abouti. Recommencez.";
}
const answer = await fetch("/v1/me", { headers: { Accept: "application/json" } });
if (answer.ok) {
  const me = await answer.json();
  const list = document.getElementById("me");
  const lines = { Nom: me.name, Organisme: me.bodyId, Entreprise: me.companyId, Territoire: me.territory };
  for (const [name, value] of Object.entries(lines)) {
    if (!value) continue;
    const dt = document.createElement("dt");
    const dd = document.createElement("dd");
    dt.textContent = name;
    dd.textContent = value;
    list.append(dt, dd);
  }
  document.getElementById("signed-out").hidden = true;
  document.getElementById("signed-in").hidden = false;
}
