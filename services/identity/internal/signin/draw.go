package signin

import (
	"net/url"
	"strings"

	. "maragu.dev/gomponents"
	. "maragu.dev/gomponents/html"
)

// document is a page around its content.
func (p page) document(content ...Node) Node {
	title := "Connexion au Hup"
	if p.Problem != "" {
		title = "Erreur – " + title
	}
	return Doctype(HTML(Lang("fr"),
		Head(Meta(Charset("utf-8")), Meta(Name("viewport"), Content("width=device-width, initial-scale=1")), Meta(Name("robots"), Content("noindex")),
			TitleEl(Text(title)), Link(Rel("stylesheet"), Href("/oauth2/style.css"))),
		Body(Header(P(Class("brand"), Text("Hup "), Span(Text("Guichet unique des entreprises")))), Main(Group(content)))))
}

// problem is what to put right first.
func (p page) problem() Node {
	return If(p.Problem != "", P(Class("problem"), ID("problem"), Role("alert"), Text(p.Problem)))
}

// described names what describes an input: its hint, if it has one, and the problem.
func (p page) described(hint string) Node {
	if p.Problem != "" {
		hint = strings.TrimSpace(hint + " problem")
	}
	return If(hint != "", Aria("describedby", hint))
}

// step is a form of the flow that goes on at a path.
func (p page) step(path string, content ...Node) Node {
	return Form(Method("post"), Action("/oauth2/sign-in/"+path), Input(Type("hidden"), Name("flow"), Value(p.Flow)), Group(content))
}

// again leads back to the start.
func (p page) again(label string) Node {
	return p.step("start", Button(Type("submit"), Class("quiet"), Text(label)))
}

func (p page) home() Node { return P(A(Class("button"), Href(p.Back), Text("Revenir à l'accueil"))) }

// start asks who it is.
func (p page) start() Node {
	mail := p.step("mail", Label(For("email"), Text("Adresse électronique")),
		P(Class("hint"), ID("email-hint"), Text("Nous vous y envoyons un code de connexion. Exemple : prenom.nom@example.org")),
		Input(Type("email"), ID("email"), Name("email"), Value(p.Mail), AutoComplete("email"), Required(), AutoFocus(), p.described("email-hint")),
		Button(Type("submit"), Text("Recevoir un code")))
	demo := Section(Aria("labelledby", "demo-title"), H2(ID("demo-title"), Text("Démonstration")),
		P(Class("hint"), Text("Personnes fictives : choisissez avec qui essayer l'application.")),
		p.step("demo", Label(For("as"), Text("Identité de démonstration")),
			Select(ID("as"), Name("as"), Map(p.Demo, func(name string) Node { return Option(Text(name)) })),
			Text(" "), Button(Type("submit"), Class("quiet"), Text("Essayer"))))
	return p.document(H1(Text("Se connecter")), p.problem(),
		If(p.ByProvider, P(A(Class("button"), Href("/oauth2/sign-in/provider?flow="+url.QueryEscape(p.Flow)), Text("Continuer avec mon identité professionnelle")))),
		If(p.ByMail, mail), If(len(p.Demo) > 0, demo))
}

// code asks for the code of a mail.
func (p page) code() Node {
	return p.document(H1(Text("Saisir le code")), p.problem(),
		P(Text("Si l'adresse "), Strong(Text(p.Mail)), Text(" est connue ici, un code à six chiffres vient d'y être envoyé. Il est valable dix minutes.")),
		If(len(p.Demo) > 0, P(Class("hint"), Text("Démonstration : le code s'affiche dans le terminal où le serveur a été lancé."))),
		p.step("code", Label(For("code"), Text("Code à six chiffres")),
			Input(Type("text"), ID("code"), Name("code"), Attr("inputmode", "numeric"), AutoComplete("one-time-code"), Pattern("[0-9 ]{6,9}"), MaxLength("9"),
				Required(), AutoFocus(), p.described("")),
			Button(Type("submit"), Text("Se connecter"))),
		p.again("Changer d'adresse ou demander un autre code"))
}

// choose asks what to sign in for.
func (p page) choose() Node {
	choices := Map(p.Choices, func(c choice) Node {
		return Li(Button(Type("submit"), Name("membership"), Value(c.ID), Strong(Text(c.Place)), Text(" "), Span(Text(c.Roles)), Text(" "), Span(Text(c.Person))))
	})
	return p.document(H1(Text("Choisir un rôle")), p.problem(), P(Text("Vous vous connectez pour un rôle à la fois ; vous pourrez en changer à tout moment.")),
		p.step("membership", Ul(Class("choices"), choices)), p.again("Utiliser un autre compte"))
}

// refused says why it can't go on.
func (p page) refused() Node {
	return p.document(H1(Text("Connexion impossible")), p.problem(), p.home())
}

func (p page) signedOut() Node {
	return p.document(H1(Text("Vous êtes déconnecté")), P(Text("Ce navigateur ne se souvient plus de vous.")), p.home())
}
