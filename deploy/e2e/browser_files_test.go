package e2e

import (
	"testing"

	"github.com/chromedp/chromedp"

	"hup.example/services/kit/kittest"
)

// chooses puts a file into the field of that label, as a person does who picks or drops it; its name and content are made in the page.
func (v *visitor) chooses(label, name, content string) {
	v.t.Helper()
	kittest.Eventually(v.t, func() bool {
		given, err := chromedp.Run(v.ctx, chromedp.Evaluate[bool](`(() => {
			const input = [...document.querySelectorAll("input[type=file]")].find(i => i.labels[0].innerText === "`+label+`");
			if (!input) return false;
			const all = new DataTransfer();
			all.items.add(new File(["`+content+`"], "`+name+`"));
			input.files = all.files;
			return input.dispatchEvent(new Event("change", { bubbles: true }));
		})()`))
		return err == nil && given
	}, label)
}

// TestConsole_filesGoIntoACase sends files from both sides: one is taken, one is refused and says why, the firm photographs its own.
func TestConsole_filesGoIntoACase(t *testing.T) {
	browser := chromium(t)
	hub := serve(t, t.TempDir(), "--demo")
	token := hub.token("company@90948492500013")
	answer := hub.call(token, "POST", "/v1/requests", `{"company": {"siret": "90948492500013"}, "contact": {"name": "Camille Exemple", "email": "camille@example.org"},
		"origin": "CASE_ORIGIN_WEB_FORM", "needs": [{"subjectCode": "finance.investment"}]}`)
	caseID := answer["case"].(map[string]any)["caseId"].(string)
	advisor := visit(t, browser)
	advisor.as(hub, "advisor@myriapolis")
	advisor.sees("Bonjour")
	advisor.open(hub.url + "/#/dossier/" + caseID)
	advisor.sees("Pièces jointes 0")
	advisor.chooses("Choisir des fichiers", "plan été.pdf", `%PDF-1.4\n1 0 obj <<>> endobj`)
	advisor.sees("« plan été.pdf » est dans le dossier.", "Pièces jointes 1", "Partenaires du dossier")
	advisor.chooses("Choisir des fichiers", "devis.pdf", `MZ\u0090\u0000 un programme`)
	advisor.sees("Ce fichier ne peut pas être pris")
	advisor.usable("files")

	owner := visit(t, browser)
	owner.carries(token)
	owner.open(hub.url + "/#/dossier/" + caseID)
	owner.sees("Vos documents 0", "Prendre une photo")
	owner.chooses("Choisir des fichiers", "kbis.pdf", `%PDF-1.4\n1 0 obj <<>> endobj`)
	owner.sees("Vos documents 1", "kbis.pdf")
	owner.usable("own-files")
	advisor.sees("Pièces jointes 2", "kbis.pdf") // by itself
	owner.press("Retirer…")
	owner.press("Retirer")
	owner.sees("Fichier retiré le")
}
