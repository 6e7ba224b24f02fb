package publicform

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	. "maragu.dev/gomponents"
	. "maragu.dev/gomponents/html"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
)

// drawn is what stands on a page.
type drawn func(*shown) Group

// document is a page with its title.
func (s *shown) document(title string, content ...Node) Group {
	return Group{Doctype(HTML(Lang("fr"),
		Head(Meta(Charset("utf-8")), Meta(Name("viewport"), Content("width=device-width, initial-scale=1")), TitleEl(Text(title+" – Guichet économique")),
			Link(Rel("icon"), Href("/assets/icon.svg"), Type("image/svg+xml")), Link(Rel("stylesheet"), Href("/docs/style.css")),
			Link(Rel("stylesheet"), Href("/demande/demande.css")), Script(Src("/demande/demande.js"), Defer())),
		Body(A(Class("skip"), Href("#content"), Text("Aller au contenu")),
			Header(P(Class("brand"), A(Href("/demande"), Text("Guichet économique")))),
			Main(ID("content"), TabIndex("-1"), Group(content))),
	))}
}

// problem is what was refused, with a link to each input.
func (s *shown) problem() Node {
	if s.Problem == nil {
		return nil
	}
	var fields Group
	for _, f := range s.Problem.Errors {
		fields = append(fields, Li(A(Href("#"+f.Field), Text(f.Message))))
	}
	return Div(Class("problem"), Role("alert"), P(Strong(Text(s.Problem.Detail))), If(fields != nil, Ul(fields)))
}

// refusal is what is said at an input.
func (s *shown) refusal(name string) Node {
	return P(Class("error"), ID(name+"-error"), Text(s.Fields[name]))
}

// input is a labelled input with what was typed; attributes are more of it.
func (s *shown) input(name, label, hint string, attributes ...Node) Node {
	described := name + "-error"
	if hint != "" {
		described = name + "-hint " + described
	}
	return Div(Class("field"), Label(For(name), Text(label)), hintOf(name, hint),
		Input(ID(name), Name(name), Value(s.Values[name]), Aria("describedby", described), Group(attributes)), s.refusal(name))
}

func hintOf(name, hint string) Node {
	return If(hint != "", P(Class("hint"), ID(name+"-hint"), Text(hint)))
}

// area is a labelled text of several lines.
func (s *shown) area(name, label string, most int) Node {
	return Div(Class("field"), Label(For(name), Text(label)),
		Textarea(ID(name), Name(name), longest(most), Aria("describedby", name+"-error"), Text(s.Values[name])), s.refusal(name))
}

// choice is one to choose among those of a name.
func choice(kind, name, value, label string, chosen bool) Node {
	return Label(Class("choice"), Input(Type(kind), Name(name), Value(value), If(chosen, Checked())), Text(" "+label))
}

func longest(n int) Node { return MaxLength(strconv.Itoa(n)) }

func (s *shown) themes() Group {
	var themes Group
	for _, t := range s.Themes {
		if len(t.Subjects) > 0 {
			themes = append(themes, H2(Text(t.Label)), Ul(Class("subjects"), Map(t.Subjects, subject)))
		}
	}
	const title = "Faire une demande"
	return s.document(title, H1(Text(title)), s.problem(), If(len(s.Themes) > 0, Group{
		P(Text("Votre demande arrive à un conseiller, qui vous répond sous 5 jours ouvrés. Choisissez ce qui s'en rapproche le plus : le conseiller élargira si besoin.")),
		themes,
	}))
}

func subject(s *supportv1.Subject) Node {
	description := s.GetDescription()
	return Li(A(Href("/demande?sujet="+url.QueryEscape(s.GetSubjectCode())), Strong(Text(s.GetLabel())), If(description != "", Group{Br(), Text(description)})))
}

func (s *shown) sent() Group {
	return s.document("Bien reçu", H1(Text("Bien reçu")), P(Class("done"), Role("status"), Text(s.Done)))
}

func (s *shown) confirming() Group {
	const title = "Confirmer ma demande"
	return s.document(title, H1(Text(title)), s.problem(),
		P(Text("Pour que votre demande parvienne à un conseiller, confirmez-la. Le code est dans le courriel que vous avez reçu ; s'il est déjà écrit ci-dessous, il suffit d'appuyer sur le bouton.")),
		Form(Method("post"), Action("/demande/confirmer"), s.code(), Button(Type("submit"), Text("Confirmer"))))
}

// code is where the code of a mail is typed.
func (s *shown) code() Node {
	return s.input("code", "Code du courriel", "", longest(400), AutoComplete("off"), Required())
}

func (s *shown) receipt() Group {
	r := s.Receipt
	said := func(term, text, link string) Node {
		if text == "" {
			return nil
		}
		return Group{Dt(Text(term)), If(link == "", Dd(Text(text))), If(link != "", Dd(A(Href(link+text), Text(text))))}
	}
	return s.document("Demande reçue", H1(Text("Votre demande est reçue")), P(Class("done"), Role("status"), Text(r.GetText())),
		Dl(said("Numéro", r.GetNumber(), ""), said("Objet", strings.Join(r.GetSubjectLabels(), ", "), ""), said("Service en charge", r.GetContactBodyName(), ""),
			said("Adresse", r.GetContactBodyAddress(), ""), said("Courriel", r.GetContactBodyEmail(), "mailto:"), said("Téléphone", r.GetContactBodyPhone(), "tel:")),
		P(Class("noprint"), Text("Gardez cette page : c'est votre accusé de réception (article L112-11 du code des relations entre le public et l'administration). Vous pouvez l'imprimer.")))
}

func (s *shown) opinion() Group {
	var marks Group
	for i, question := range questions {
		name := fmt.Sprintf("mark%d", i)
		scale := Map([]string{"1", "2", "3", "4", "5"}, func(mark string) Node { return choice("radio", name, mark, mark, s.Values[name] == mark) })
		marks = append(marks, FieldSet(ID(name), Legend(Text(question)), P(Class("hint"), Text("De 1 (pas du tout) à 5 (tout à fait).")),
			Div(Class("marks"), scale), P(Class("error"), Text(s.Fields[name]))))
	}
	return s.document("Votre avis", H1(Text("Votre avis sur l'aide reçue")), s.problem(),
		P(Text("Quatre questions, une minute. Seuls l'organisme qui a suivi votre dossier et la coordination lisent votre réponse ; les résultats publiés regroupent cinq réponses au moins.")),
		Form(Method("post"), Action("/satisfaction"), s.code(), marks, s.area("comment", "Quelque chose à ajouter ?", 2000), Button(Type("submit"), Text("Envoyer mon avis"))))
}

// has says whether the choice was made.
func (s *shown) has(name, code string) bool {
	return slices.Contains(strings.Split(s.Values[name], ","), code)
}
