// Package demo makes the people and the clients of a demo: all are fictitious, under names that the command and the sign-in
// page offer.
package demo

import (
	"crypto/sha256"
	"encoding/base32"

	authv1 "hup.example/proto/gen/go/hup/auth/v1"
)

// Shown is put behind the names of demo people, so that nobody takes them for real ones.
const shown = "(démonstration)"

// identity is one demo person in one role.
type identity struct {
	// As is the name of the identity: role@body.
	As string
	// Given and Family are the fictitious name.
	Given, Family string
	Territory     string
	Body          string
	Role          authv1.Role
}

const (
	ales  = "ales"
	nimes = "nimes"
)

// identities are those of the contract first, in its order, then an advisor of each other body.
var identities = []identity{
	{"advisor@myriapolis", "Camille", "Roubaud", ales, "myriapolis", authv1.Role_ROLE_HUP_ADVISOR},
	{"advisor@agglo", "Dominique", "Vézénobres", ales, "agglo", authv1.Role_ROLE_HUP_ADVISOR},
	{"advisor@cci", "Claude", "Fontanès", ales, "cci", authv1.Role_ROLE_HUP_ADVISOR},
	{"advisor@cma", "Maxime", "Lézan", ales, "cma", authv1.Role_ROLE_HUP_ADVISOR},
	{"advisor@region", "Andrée", "Cévenol", ales, "region", authv1.Role_ROLE_HUP_ADVISOR},
	{"advisor@plie", "Sacha", "Gardonnenque", ales, "plie", authv1.Role_ROLE_HUP_ADVISOR},
	{"manager@myriapolis", "Frédérique", "Tamaris", ales, "myriapolis", authv1.Role_ROLE_BODY_MANAGER},
	{"coordinator@hup", "Michèle", "Rochebelle", ales, "hup", authv1.Role_ROLE_HUP_COORDINATOR},
	{"admin@hup", "Stéphane", "Clavières", ales, "hup", authv1.Role_ROLE_PLATFORM_ADMIN},
	{"auditor@hup", "Pascale", "Brouzen", ales, "hup", authv1.Role_ROLE_AUDITOR},
	{"juror@audace", "Alix", "Conilhères", ales, "myriapolis", authv1.Role_ROLE_JUROR},
	{"jobseeker@plie", "Noa", "Prés-Rasclaux", ales, "plie", authv1.Role_ROLE_JOBSEEKER},
	{"advisor@voisin", "Gaby", "Castellas", nimes, "voisin", authv1.Role_ROLE_HUP_ADVISOR},
	{"advisor@saem", "Lou", "Croupillac", ales, "saem", authv1.Role_ROLE_HUP_ADVISOR},
	{"advisor@imt", "Ange", "Chantilly", ales, "imt", authv1.Role_ROLE_HUP_ADVISOR},
	{"advisor@mission-locale", "Charlie", "Brésis", ales, "mission-locale", authv1.Role_ROLE_HUP_ADVISOR},
	{"advisor@france-travail", "Morgan", "Larnac", ales, "france-travail", authv1.Role_ROLE_HUP_ADVISOR},
	{"advisor@raison-de-plus", "Eden", "Bruèges", ales, "raison-de-plus", authv1.Role_ROLE_HUP_ADVISOR},
	{"advisor@initiative", "Jessy", "Mazac", ales, "initiative", authv1.Role_ROLE_HUP_ADVISOR},
	{"advisor@adie", "Yannick", "Soubeyran", ales, "adie", authv1.Role_ROLE_HUP_ADVISOR},
	{"advisor@crealia", "Céleste", "Trespeaux", ales, "crealia", authv1.Role_ROLE_HUP_ADVISOR},
	{"advisor@experts-comptables", "Valéry", "Malataverne", ales, "experts-comptables", authv1.Role_ROLE_HUP_ADVISOR},
	{"advisor@leader", "Hyacinthe", "Ribaute", ales, "leader", authv1.Role_ROLE_HUP_ADVISOR},
}

// partner is the system of a body.
type partner struct{ As, Name, Body string }

var partners = []partner{
	{"client:cci", "Logiciel de la chambre de commerce " + shown, "cci"},
	{"client:region", "Logiciel de la Région " + shown, "region"},
}

// everything is what the demo clients may do.
var everything = []string{
	"support.read", "support.write", "land.read", "land.write", "training.read", "training.write",
	"recruitment.read", "recruitment.write", "identity.read", "identity.write", "events.read", "webhooks.write",
}

var crockford = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

// idOf is the id that a demo identity always has.
func idOf(prefix, as string) string {
	sum := sha256.Sum256([]byte("demo " + as))
	return prefix + "_0" + crockford.EncodeToString(sum[:])[:25]
}
