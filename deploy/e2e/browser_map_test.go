package e2e

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"hup.example/services/kit/kittest"
)

// TestConsole_fromTheMapToTheRequestThatAnAssetFits goes by keyboard alone from the map to an asset, to a request that it fits, and back to its zone.
func TestConsole_fromTheMapToTheRequestThatAnAssetFits(t *testing.T) {
	browser := chromium(t)
	hub := serve(t, t.TempDir(), "--demo")
	token := hub.token("advisor@myriapolis")
	hub.wantsWorkshop(token)

	v := visit(t, browser)
	v.as(hub, "advisor@myriapolis")
	v.sees("Bonjour")
	v.press("Foncier")
	v.press("Carte du foncier")
	v.sees("Ce que montre la carte", "biens ici", "hors marché") // squares of the whole territory
	v.usable("map")
	v.tabTo("Carte :")
	before := v.address()
	v.do(chromedp.KeyEvent(kb.ArrowRight), chromedp.KeyEvent("+"))
	kittest.Eventually(t, func() bool { return v.address() != before }, "the address follows the map")
	v.fill("Type de bien", "Atelier")
	before = v.address()
	v.fill("Autour d'une commune", "Alès")
	v.do(chromedp.KeyEvent(kb.Enter))
	kittest.Eventually(t, func() bool { return v.address() != before && strings.Contains(v.address(), "lieu=") }, "the map goes there")
	v.sees("Atelier 850 m², Alès")
	v.usable("map-workshops")
	around := v.address()
	if !strings.Contains(around, "type=WORKSHOP") || !strings.Contains(around, "lieu=") {
		t.Errorf("the address keeps neither place nor filter: %s", around)
	}
	v.tabTo("Atelier 850 m², Alès")
	if chosen := v.count(".board .chosen"); chosen != 1 {
		t.Errorf("%d marks of the map show what has the focus", chosen)
	}
	v.do(chromedp.KeyEvent(kb.Enter))
	v.sees("Le bien", "66 €/m² par an", "Demandes qui correspondent 1", "accord ", "Options", "Disponibilité au fil des jours", "depuis le")
	v.usable("asset")
	v.press("CEVENNES FORMATIONS ALES")
	v.sees("Biens qui conviennent", "Atelier 850 m², Alès")
	v.press("Atelier 850 m², Alès")
	v.sees("Le bien")
	v.press("Sa zone d'activité")
	v.sees("Taux de vacance", "unité foncière vacante sur", "Terrains", "Locaux", "disponible")
	v.usable("zone")

	v.do(chromedp.EmulateViewport(375, 812)) // a deep link, opened on a phone
	v.open(hub.url + "/" + around[strings.Index(around, "#"):])
	v.sees("Atelier 850 m², Alès")
	v.press("Se rapprocher")
	kittest.Eventually(t, func() bool { return v.address() != around }, "the phone comes nearer")
	v.picture("map-workshops-small")
}

// address is where the visitor is.
func (v *visitor) address() string {
	v.t.Helper()
	address, err := chromedp.Run(v.ctx, chromedp.Evaluate[string]("location.href"))
	if err != nil {
		v.t.Fatal(err)
	}
	return address
}

// count is how many elements a selector finds.
func (v *visitor) count(selector string) int {
	v.t.Helper()
	n, err := chromedp.Run(v.ctx, chromedp.Evaluate[int]("document.querySelectorAll('"+selector+"').length"))
	if err != nil {
		v.t.Fatal(err)
	}
	return n
}
