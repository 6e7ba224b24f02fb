package pages

import (
	"bytes"
	"net/http"

	. "maragu.dev/gomponents"
	. "maragu.dev/gomponents/html"
)

// document answers a page with its title, and the links that it begins with.
func document(w http.ResponseWriter, r *http.Request, title string, links Node, content ...Node) {
	var b bytes.Buffer
	_ = Doctype(HTML(Lang("fr"), // a buffer takes all
		Head(Meta(Charset("utf-8")), Meta(Name("viewport"), Content("width=device-width, initial-scale=1")), TitleEl(Text(title)),
			Link(Rel("icon"), Href("/assets/icon.svg"), Type("image/svg+xml")), Link(Rel("stylesheet"), Href("/docs/style.css"))),
		Body(A(Class("skip"), Href("#content"), Text("Aller au contenu")),
			Header(P(Class("brand"), A(Href("/"), Text("Hup"))), Nav(Aria("label", "Liens principaux"), links)),
			Main(ID("content"), TabIndex("-1"), Group(content))))).Render(&b)
	page("text/html; charset=utf-8", b.Bytes(), fresh).ServeHTTP(w, r)
}

// documentation is the link to the documentation of the API.
func documentation() Node { return A(Href("/docs"), Text("Documentation de l'API")) }
