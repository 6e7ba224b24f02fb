package domain

// sentences are what the verdicts say.
var sentences = map[string]string{
	"match.fits":        "Convient : {kind} de {area} {at_commune}.",
	"match.fits_joined": "Convient en réunissant {names} : {area} {at_commune}.",

	"match.kind.any":   "Tous les types de biens conviennent.",
	"match.kind.asked": "Type demandé : {kind}.",
	"match.kind.other": "Type : {kind}, pour {kinds} demandé.",

	"match.tenure.sold": "Le bien est à vendre, pas à louer.",
	"match.tenure.let":  "Le bien est à louer, pas à vendre.",
	"match.tenure.rent": "À louer, comme demandé.",
	"match.tenure.buy":  "À vendre, comme demandé.",
	"match.tenure.any":  "Location ou achat : les deux conviennent.",

	"match.area.unknown":   "Surface : elle n'est pas connue, pour {asked}.",
	"match.area.short":     "Surface : il manque {missing} ({area} pour {asked}).",
	"match.area.over":      "Surface : {over} de trop ({alone} pour {asked}).",
	"match.area.divisible": "Divisible à partir de {alone} pour {asked}.",
	"match.area.met":       "{area} pour {asked}.",

	"match.place.any":    "Toutes les communes conviennent.",
	"match.place.asked":  "Dans une commune demandée : {commune}.",
	"match.place.other":  "Lieu : {commune} n'est pas une commune demandée.",
	"match.place.centre": "Au centre d'une commune demandée : {nearest}.",
	"match.place.near":   "À {distance} {of_nearest}, dans le rayon de {radius} km.",
	"match.place.far":    "Lieu : à {distance} {of_nearest}, {beyond} de trop.",

	"match.deadline.now":  "Disponible tout de suite.",
	"match.deadline.any":  "Disponible le {from} ; aucune date n'est demandée.",
	"match.deadline.met":  "Disponible le {from}, avant le {needed}.",
	"match.deadline.late": "Délai : disponible le {from}, {days} jours trop tard.",

	"match.brownfield.offered":     "Friche que son propriétaire offre : délai de remise en état à vérifier.",
	"match.brownfield.constrained": "Friche que son propriétaire offre, à remettre en état : {constraints}.",
	"match.brownfield.project":     "Friche : un projet y est déjà, et son propriétaire ne l'offre pas.",
	"match.brownfield.found":       "Friche repérée, que son propriétaire n'offre pas encore : à voir avec lui.",

	"match.use.closed":  "PLU : le terrain est en zone agricole, naturelle ou non constructible.",
	"match.use.later":   "PLU : la zone n'est ouverte qu'après une modification du plan.",
	"match.use.any":     "Aucun usage particulier n'est demandé.",
	"match.use.unknown": "Usages autorisés à vérifier auprès du service d'urbanisme.",
	"match.use.allowed": "L'usage demandé est autorisé.",
	"match.use.other":   "PLU : l'usage demandé n'est pas autorisé.",

	"match.icpe.none":    "Pas d'installation classée.",
	"match.icpe.flood":   "Installation classée : incompatible avec le risque fort d'inondation.",
	"match.icpe.unknown": "Régime d'installation classée à vérifier avec la DREAL.",
	"match.icpe.over":    "Installation classée : ce régime n'est pas admis ici.",
	"match.icpe.allowed": "Le régime d'installation classée est admis.",

	"match.flood.high":    "PPRI : zone d'aléa fort, bâtiments existants seulement.",
	"match.flood.low":     "PPRI : constructible avec des prescriptions.",
	"match.flood.none":    "Hors zone inondable.",
	"match.flood.unknown": "Risque d'inondation à vérifier.",

	"match.price.any":     "Aucun plafond de prix n'est donné.",
	"match.price.tenure":  "Prix : le bien ne se loue ni ne se vend comme demandé.",
	"match.price.unknown": "Prix : à demander.",
	"match.price.met":     "Prix : {price}/m², sous le plafond de {limit}.",
	"match.price.over":    "Prix : {price}/m², {price_over} au-dessus du plafond.",
	"match.rent.unknown":  "Loyer : à demander.",
	"match.rent.met":      "Loyer : {rent}/m²/an, sous le plafond de {limit}.",
	"match.rent.over":     "Loyer : {rent}/m²/an, {rent_over} au-dessus du plafond.",

	"match.access.both":    "Accès des poids lourds et fibre à vérifier.",
	"match.access.lorries": "Accès des poids lourds à vérifier.",
	"match.access.fibre":   "Fibre à vérifier.",
	"match.access.met":     "Les accès demandés y sont.",
	"match.access.any":     "Aucun accès particulier n'est demandé.",

	"match.power.any":     "Aucune puissance particulière n'est demandée.",
	"match.power.unknown": "Puissance électrique à vérifier.",
	"match.power.short":   "Puissance : {power} kVA pour {asked} demandés.",
	"match.power.met":     "{power} kVA pour {asked} demandés.",

	"match.height.any":     "Aucune hauteur particulière n'est demandée.",
	"match.height.built":   "À bâtir à la hauteur voulue.",
	"match.height.unknown": "Hauteur à vérifier.",
	"match.height.short":   "Hauteur : {height} pour {asked} demandés.",
	"match.height.met":     "{height} de hauteur pour {asked} demandés.",

	"match.rail.any":  "Aucun embranchement ferré n'est demandé.",
	"match.rail.met":  "Le bien a l'embranchement ferré demandé.",
	"match.rail.none": "Le bien n'a pas d'embranchement ferré.",

	"match.visibility.any":  "Aucune visibilité depuis un grand axe n'est demandée.",
	"match.visibility.met":  "Le bien se voit d'un grand axe, comme demandé.",
	"match.visibility.none": "Le bien ne se voit pas d'un grand axe.",

	"match.zone.any":     "Aucune zone particulière n'est demandée.",
	"match.zone.met":     "Dans une zone demandée.",
	"match.zone.outside": "Hors des zones demandées.",

	"match.pollution.none":     "Sol sans pollution, ou dépollué.",
	"match.pollution.supposed": "Pollution du sol supposée.",
	"match.pollution.proven":   "Pollution du sol avérée.",
	"match.pollution.unknown":  "Pollution du sol à vérifier.",
	"match.pollution.untold":   "Aucune pollution n'est signalée.",
}
