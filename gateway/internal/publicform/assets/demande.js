// What the pages do with a script: the code of a mail comes from behind the #, where no server sees it; the proof of work is
// found before the form is sent. Without a script the code is typed, and where no work is asked all else is the same.
const code = document.querySelector("input[name=code]");
if (code && location.hash.length > 1) {
  code.value = decodeURIComponent(location.hash.slice(1));
  history.replaceState(null, "", location.pathname);
}

const zeros = (bytes) => {
  let found = 0;
  for (const b of bytes) {
    found += Math.clz32(b) - 24;
    if (b !== 0) break;
  }
  return found;
};

const work = async (token, bits) => {
  const encoder = new TextEncoder();
  for (let i = 0; ; i++) {
    const sum = await crypto.subtle.digest("SHA-256", encoder.encode(`${token}.${i}`));
    if (zeros(new Uint8Array(sum)) >= bits) return String(i);
  }
};

const form = document.querySelector("form[data-bits]");
if (form && Number(form.dataset.bits) > 0) {
  form.addEventListener("submit", async (event) => {
    if (form.elements.work.value) return;
    event.preventDefault();
    const button = form.querySelector("button");
    button.disabled = true;
    button.textContent = "Un instant…";
    form.elements.work.value = await work(form.elements.formToken.value, Number(form.dataset.bits));
    form.submit();
  });
}
