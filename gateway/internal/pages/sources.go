package pages

import (
	"net/http"

	. "maragu.dev/gomponents"
	. "maragu.dev/gomponents/html"

	"hup.example/services/kit/reference"
)

// Sources lists where the code lists and the data of the services come from, as their licences ask.
func Sources(services []reference.Source) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		document(w, r, "Sources des données de Hup", documentation(), H1(Text("Sources des données")),
			P(Text("Les listes de codes et les données livrées avec Hup viennent des producteurs ci-dessous, sous les licences indiquées.")),
			sources("Données des services", services), sources("Listes de référence", reference.Sources()))
	})
}

// sources is a table of sources.
func sources(what string, all []reference.Source) Node {
	if len(all) == 0 {
		return nil
	}
	heading := func(text string) Node { return Th(Scope("col"), Text(text)) }
	row := func(s reference.Source) Node {
		cells := Map([]string{s.Producer, s.Licence, s.Date, s.Version, s.Scope}, func(text string) Node { return Td(Text(text)) })
		return Tr(Th(Scope("row"), Text(s.Dataset)), cells)
	}
	return Div(Class("scroll"), TabIndex("0"), Role("region"), Aria("label", what), Table(Caption(Text(what)),
		THead(Tr(Map([]string{"Jeu de données", "Producteur", "Licence", "Date", "Version", "Étendue"}, heading))), TBody(Map(all, row))))
}
