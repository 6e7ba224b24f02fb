package pages

import (
	"context"
	"net/http"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	. "maragu.dev/gomponents"
	. "maragu.dev/gomponents/html"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/calendar"
)

// Rules tells everybody how bodies are proposed: what always counts, and the rules in force of the territory that
// "territoire" names. Load reads these.
func Rules(load func(ctx context.Context, territory string) (*supportv1.RoutingRuleSet, error), failed func(http.ResponseWriter, *http.Request, error)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		territory, in := r.URL.Query().Get("territoire"), everywhere("")
		notice := "Vous pouvez demander comment ces règles ont joué pour vous, ou qu'une personne réexamine la décision : adressez-vous à l'organisme qui suit votre dossier."
		if territory != "" {
			found, err := load(r.Context(), territory)
			switch status.Code(err) {
			case codes.OK:
				in, notice = rules(territory, found), found.GetNotice()
			case codes.NotFound:
				in = everywhere(territory)
			default:
				failed(w, r, err)
				return
			}
		}
		const title = "Comment Hup propose un organisme"
		document(w, r, title, documentation(), H1(Text(title)), always(), in, H2(Text("Demander à une personne")), P(Text(notice)))
	})
}

// always is what counts for all requests.
func always() Node {
	return Group{
		P(Text("Quand une entreprise demande de l'aide, un programme prépare la liste des organismes qui peuvent répondre. Un conseiller la lit, choisit, et décide seul. Cette page dit tout ce que le programme regarde, comme le demande l'article L311-3-1 du code des relations entre le public et l'administration.")),
		H2(Text("Ce qui compte pour toutes les demandes")),
		Ol(Map([]string{
			"L'organisme a une offre sur le sujet de la demande, et elle couvre la commune de l'entreprise.",
			"L'entreprise remplit les conditions de l'offre : effectif, ancienneté, forme juridique, activité, quartier prioritaire, réponses données. Ce qui n'est pas connu n'écarte personne : c'est dit, et à vérifier.",
			"Les organismes qui peuvent répondre dans le délai passent avant ceux qui sont complets cette semaine, et ceux dont les personnes sont absentes sans être remplacées.",
			"Passent ensuite devant : celui qu'une règle ci-dessous demande de solliciter d'abord, celui qu'un autre organisme a indiqué, celui qu'une règle préfère, celui qui répond à plus de besoins, celui dont les conditions sont sûrement remplies, celui que l'entreprise a déjà autorisé.",
			"À égalité, la charge se partage : celui qui a le moins de demandes pour ce qu'il peut prendre, puis le délai le plus court.",
		}, func(text string) Node { return Li(Text(text)) })),
	}
}

// rules are those of a territory.
func rules(territory string, set *supportv1.RoutingRuleSet) Node {
	all := Map(set.GetRules(), func(r *supportv1.RoutingRule) Node {
		return Li(ID(r.GetRuleCode()), Strong(Text(r.GetSentence())), Br(), Text("Pourquoi : "+r.GetReason()), Br(), Small(Text("Code : rule."+r.GetRuleCode())))
	})
	if len(all) == 0 {
		all = Group{Li(Text("Aucune règle de plus."))}
	}
	return Group{
		H2(Text("Les règles de ce territoire (" + territory + ")")),
		P(Textf("Version %d, en vigueur depuis le %s. %s", set.GetNumber(), calendar.DayOf(set.GetPublishedTime().AsTime()).InWords(), set.GetDescription())), Ul(all),
	}
}

// everywhere asks for a territory; one that was named has no rules of its own.
func everywhere(named string) Node {
	text := "Un territoire peut y ajouter ses règles : donnez son nom court, par exemple ales."
	if named != "" {
		text = "Le territoire « " + named + " » n'a pas publié d'autres règles."
	}
	return Group{
		H2(Text("Les règles de chaque territoire")), P(Text(text)),
		Form(Action("/regles"), Method("get"), Label(Text("Territoire "), Input(Name("territoire"), Pattern("[a-z0-9]{2,20}"), Required())), Text(" "),
			Button(Text("Voir ses règles"))),
	}
}
