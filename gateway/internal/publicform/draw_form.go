package publicform

import (
	"cmp"
	"strconv"

	. "maragu.dev/gomponents"
	. "maragu.dev/gomponents/html"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
)

// form is the form of a subject.
func (s *shown) form() Group {
	bits := int(s.Form.GetWorkBits())
	hidden := func(name, value string) Node { return Input(Type("hidden"), Name(name), Value(value)) }
	return s.document("Votre demande", H1(Text(s.Subject.GetLabel())),
		P(Text(s.Subject.GetDescription()+" "), A(Href("/demande"), Text("Choisir un autre sujet"))), s.problem(),
		If(bits > 0, NoScript(P(Class("problem"),
			Text("Cette page demande un petit calcul à votre navigateur, contre les envois automatiques. Activez JavaScript pour l'envoyer, ou appelez-nous.")))),
		Form(Method("post"), Action("/demande"), Data("bits", strconv.Itoa(bits)), Attr("novalidate"),
			hidden("formToken", cmp.Or(s.Values["formToken"], s.Form.GetFormToken())), hidden("work", ""), hidden("subject", s.Subject.GetSubjectCode()),
			P(Class("away"), Aria("hidden", "true"), Label(For("website"), Text("Laissez ce champ vide")), Input(ID("website"), Name("website"), TabIndex("-1"), AutoComplete("off"))),
			s.who(), s.need(), s.contact(),
			P(Text("Vos réponses ne servent qu'à traiter votre demande. Elles ne sont transmises à un autre organisme qu'avec votre accord. Tant que vous n'avez pas confirmé par courriel, personne ne les lit ; sans confirmation, elles sont effacées au bout de 48 heures.")),
			Button(Type("submit"), Text("Envoyer ma demande"))))
}

// who asks: a company by its SIRET or its name, or somebody with a project.
func (s *shown) who() Node {
	way := cmp.Or(s.Values["who"], "siret")
	ways := func(value, label string) Node { return choice("radio", "who", value, label, way == value) }
	refused := s.Fields["who"]
	return FieldSet(ID("who"), Legend(Text("Qui demande ?")), If(refused != "", P(Class("error"), Text(refused))),
		ways("siret", "Une entreprise, je connais son SIRET"),
		s.input("siret", "SIRET", "14 chiffres, sur vos factures ou votre extrait Kbis.", keyboard("numeric"), longest(20)),
		ways("name", "Une entreprise, je n'ai pas son SIRET sous la main"),
		s.input("name", "Nom de l'entreprise", "", longest(200), AutoComplete("organization")),
		ways("project", "Une personne qui a un projet : créer, reprendre, s'installer"),
		s.input("project", "Votre projet en une phrase", "", longest(2000)),
		P(Class("hint"), Text("Sans SIRET, dites où c'est :")),
		s.input("postcode", "Code postal", "", keyboard("numeric"), longest(10), AutoComplete("postal-code")),
		s.input("commune", "Commune", "", longest(100), AutoComplete("address-level2")))
}

// need is what it is about, with the questions of the subject.
func (s *shown) need() Node {
	return FieldSet(Legend(Text("Votre besoin")), s.area("description", "Dites-nous votre situation", 5000), Map(s.Subject.GetQuestions(), s.question))
}

func (s *shown) contact() Node {
	return FieldSet(Legend(Text("Vous joindre")),
		s.input("contact", "Votre nom (obligatoire)", "", longest(200), AutoComplete("name")),
		s.input("email", "Courriel (obligatoire)", "Nous y envoyons un lien pour confirmer la demande.", Type("email"), longest(254), AutoComplete("email")),
		s.input("phone", "Téléphone", "", Type("tel"), longest(30), AutoComplete("tel")))
}

// question is one of the subject's; files are not asked for here.
func (s *shown) question(q *supportv1.Question) Node {
	name, label := answerPrefix+q.GetQuestionCode(), q.GetLabel()
	if q.GetRequired() {
		label += " (obligatoire)"
	}
	help := If(q.GetHelp() != "", P(Class("hint"), Text(q.GetHelp())))
	kind := "checkbox"
	switch q.GetKind() {
	case supportv1.QuestionKind_QUESTION_KIND_FILE:
		return nil
	case supportv1.QuestionKind_QUESTION_KIND_SINGLE:
		kind = "radio"
		fallthrough
	case supportv1.QuestionKind_QUESTION_KIND_MULTIPLE:
		choices := Map(q.GetChoices(), func(c *supportv1.Choice) Node {
			return choice(kind, name, c.GetCode(), c.GetLabel(), s.has(name, c.GetCode()))
		})
		return Div(Class("field"), FieldSet(ID(name), Legend(Text(label)), help, choices), s.refusal(name))
	}
	unit, attribute := q.GetUnit(), longest(2000)
	switch q.GetKind() {
	case supportv1.QuestionKind_QUESTION_KIND_DATE:
		attribute = Type("date")
	case supportv1.QuestionKind_QUESTION_KIND_AMOUNT:
		unit, attribute = cmp.Or(unit, "euros"), keyboard("decimal")
	case supportv1.QuestionKind_QUESTION_KIND_NUMBER:
		attribute = keyboard("decimal")
	}
	return Div(Class("field"), Label(For(name), Text(label)), help, If(unit != "", P(Class("hint"), Text("En "+unit+"."))),
		Input(ID(name), Name(name), Value(s.Values[name]), attribute, Aria("describedby", name+"-error")), s.refusal(name))
}

// keyboard is the keyboard that a phone shows.
func keyboard(mode string) Node { return Attr("inputmode", mode) }
