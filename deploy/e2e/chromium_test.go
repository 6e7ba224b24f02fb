package e2e

import (
	"cmp"
	"context"
	_ "embed"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"hup.example/services/kit/kittest"
)

// axe finds what people who do not see, or see badly, cannot use (axe-core 4.14.1, MPL-2.0).
//
//go:embed testdata/axe.min.js
var axe string

// chromium starts a browser that ends with the test. Without one the test is skipped, or fails when HUP_REQUIRE_BROWSER=1.
func chromium(t *testing.T) context.Context {
	t.Helper()
	return chromiumIn(t, "fr-FR")
}

// chromiumIn is the browser of somebody who reads that language.
func chromiumIn(t *testing.T, language string) context.Context {
	t.Helper()
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		found, _ := exec.LookPath(name)
		path = cmp.Or(path, found)
	}
	if path == "" && os.Getenv("HUP_REQUIRE_BROWSER") != "1" {
		t.Skip("no Chromium here: `make setup` installs it")
	}
	if path == "" {
		t.Fatal("no Chromium here, and HUP_REQUIRE_BROWSER=1")
	}
	// Without a sandbox: it only sees our own pages, and the sandbox does not start for root or in a container.
	allocator, stop := chromedp.NewExecAllocator(context.Background(), chromedp.ExecPath(path), chromedp.Headless, chromedp.NoSandbox,
		chromedp.DisableGPU, chromedp.NoFirstRun, chromedp.NoDefaultBrowserCheck, chromedp.WindowSize(1280, 800), chromedp.Flag("accept-lang", language))
	t.Cleanup(stop)
	browser, end := chromedp.NewContext(allocator)
	t.Cleanup(end)
	if err := chromedp.Do(browser); err != nil {
		t.Fatal("Chromium does not start: ", err)
	}
	return browser
}

// visitor is one person at a browser of their own, who has no mouse: every key goes through the page that is open.
type visitor struct {
	t   *testing.T
	ctx context.Context
}

// visit opens a browser profile without cookies. What the page's scripts fail with, and what its policy refuses, fail the test.
func visit(t *testing.T, browser context.Context) *visitor {
	t.Helper()
	ctx, end := chromedp.NewContext(browser, chromedp.WithNewBrowserContext())
	t.Cleanup(end)
	v := &visitor{t, ctx}
	v.do(chromedp.EmulateViewport(1280, 800))
	complaints := make(chan string, 100)
	go func() {
		defer close(complaints)
		for m, err := range chromedp.Console(ctx) {
			if err == nil && (m.IsException() || m.Source == "security" || strings.Contains(m.Text, "Content Security Policy")) {
				complaints <- m.String()
			}
		}
	}()
	t.Cleanup(func() {
		end()
		for c := range complaints {
			t.Error("the browser complains: ", c)
		}
	})
	return v
}

func (v *visitor) do(actions ...chromedp.Action[chromedp.Void]) {
	v.t.Helper()
	if err := chromedp.Do(v.ctx, actions...); err != nil {
		v.t.Fatal(err)
	}
}

func (v *visitor) open(url string) { v.t.Helper(); v.do(chromedp.Navigate(url)) }

// text is what the page shows; empty while it changes.
func (v *visitor) text() string {
	text, _ := chromedp.Run(v.ctx, chromedp.Evaluate[string](`document.body.innerText.replace(/[\u00a0\u202f]/g, " ")`))
	return text
}

// sees waits until the page shows all of the words, by itself: nothing is clicked or loaded again.
func (v *visitor) sees(words ...string) {
	v.t.Helper()
	for _, w := range words {
		held := false
		defer func() {
			if !held {
				v.t.Logf("the page shows:\n%s", v.text())
			}
		}()
		kittest.Eventually(v.t, func() bool { return strings.Contains(v.text(), w) }, "the page shows ", w)
		held = true
	}
}

// lacks says that the page, which shows what was waited for before, does not show any of the words.
func (v *visitor) lacks(words ...string) {
	v.t.Helper()
	shown := v.text()
	for _, w := range words {
		if strings.Contains(shown, w) {
			v.t.Errorf("the page shows %q:\n%s", w, shown)
		}
	}
}

// named is what a screen reader would call the element that has the focus.
const named = `(e => e.matches("body, main") ? "" : (e.labels?.length ? e.labels[0].innerText : e.getAttribute("aria-label") ?? e.innerText ?? "").trim().replaceAll("\u00a0", " "))(document.activeElement)`

// focused waits until the element of that name has the focus.
func (v *visitor) focused(name string) {
	v.t.Helper()
	kittest.Eventually(v.t, func() bool {
		at, _ := chromedp.Run(v.ctx, chromedp.Evaluate[string](named))
		return strings.HasPrefix(at, name)
	}, "the focus is on ", name)
}

// mostTabs is more than any page of the console has to go through.
const mostTabs = 120

// tabTo presses Tab until the element whose name begins so has the focus.
func (v *visitor) tabTo(name string) {
	v.t.Helper()
	var seen []string
	for range mostTabs {
		at, err := chromedp.Run(v.ctx, chromedp.Evaluate[string](named))
		if err == nil && strings.HasPrefix(at, name) {
			return
		}
		seen = append(seen, at)
		v.do(chromedp.KeyEvent(kb.Tab))
	}
	v.t.Fatalf("Tab does not reach %q, it goes through %q", name, seen)
}

// press goes to a button or a link with the keyboard, and presses it.
func (v *visitor) press(name string) {
	v.t.Helper()
	v.tabTo(name)
	v.do(chromedp.KeyEvent(kb.Enter))
}

// fill types into the field of that label.
func (v *visitor) fill(label, text string) {
	v.t.Helper()
	v.tabTo(label)
	v.do(chromedp.KeyEvent(text))
}

// tick goes to a box and ticks it.
func (v *visitor) tick(label string) {
	v.t.Helper()
	v.tabTo(label)
	v.do(chromedp.KeyEvent(" "))
}

// usable checks the page that is open for everybody: on a screen in dark colours and on a phone in light ones, no fault that
// axe calls serious or critical, and nothing wider than the phone. With HUP_SCREENSHOTS=folder it keeps pictures.
func (v *visitor) usable(name string) {
	v.t.Helper()
	v.do(chromedp.Evaluate[chromedp.Void](axe))
	v.media("dark")
	v.faultless(name + "-dark")
	v.media("light")
	v.do(chromedp.EmulateViewport(375, 812))
	v.faultless(name + "-phone")
	width, err := chromedp.Run(v.ctx, chromedp.Evaluate[int](`document.documentElement.scrollWidth`))
	if err != nil || width > 375 {
		v.t.Errorf("%s is %d pixels wide on a phone of 375: %v", name, width, err)
	}
	v.do(chromedp.EmulateViewport(1280, 800))
	v.picture(name)
}

func (v *visitor) faultless(name string) {
	v.t.Helper()
	faults, err := chromedp.Run(v.ctx, chromedp.Evaluate[[]string](`axe.run().then(r => {
		if (r.passes.length === 0) return ["axe checked nothing"];
		return r.violations.filter(v => ["serious", "critical"].includes(v.impact))
			.map(v => v.id + ": " + v.help + " " + v.nodes.map(n => n.html.slice(0, 200)).join(" | "));
	})`, chromedp.EvalAwaitPromise))
	if err != nil {
		v.t.Fatal(err)
	}
	for _, f := range faults {
		v.t.Errorf("%s: %s", name, f)
	}
	v.picture(name)
}

// carries makes every request of the browser carry a token: for those who have no mailbox in the demo.
func (v *visitor) carries(token string) {
	v.t.Helper()
	_, err := chromedp.Call(v.ctx, network.SetExtraHTTPHeaders, network.SetExtraHTTPHeadersParams{
		Headers: network.Headers{"Authorization": "Bearer " + token},
	})
	if err != nil {
		v.t.Fatal(err)
	}
}

func (v *visitor) media(scheme string) {
	v.t.Helper()
	_, err := chromedp.Call(v.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
	})
	if err != nil {
		v.t.Fatal(err)
	}
}

func (v *visitor) picture(name string) {
	v.t.Helper()
	dir := os.Getenv("HUP_SCREENSHOTS")
	if dir == "" {
		return
	}
	png, err := chromedp.Run(v.ctx, chromedp.FullScreenshot(100))
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, name+".png"), png, 0o644)
	}
	if err != nil {
		v.t.Error(err)
	}
}
