package notify_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing/fstest"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	authv1 "hup.example/proto/gen/go/hup/auth/v1"
	identityv1 "hup.example/proto/gen/go/hup/identity/v1"
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
)

// wordsOfSupport stand for the words of a service that asks to tell somebody something.
var wordsOfSupport = fstest.MapFS{
	"fr.toml": {Data: []byte(`
"notice.case_received.title" = "Demande {caseNumber}"
"notice.case_received.text" = "Réponse le {dueDate}, de {body}."
"notice.case_taken.title" = "{body} vous aide"
"notice.case_taken.text" = "C'est dit."
"notice.referral_cancelled.title" = "Annulée"
"notice.referral_cancelled.text" = "Rien à faire."
"notice.opinion_asked.title" = "Un avis"
"notice.opinion_asked.text" = "Lisez."
"notice.case_satisfaction.title" = "Votre avis"
"notice.case_satisfaction.text" = "Quatre questions."
`)},
	"en.toml": {Data: []byte(`
"notice.case_received.title" = "Request {caseNumber}"
"notice.case_received.text" = "Answer on {dueDate}, by {body}."
`)},
}

// others plays support and identity: their answers to the questions of who sends mails.
type others struct {
	mu sync.Mutex
	// people are who holds which roles of which body: "per_… body role".
	people []string
	// shut are the bodies that may not see the case.
	shut []string
	// contact is the contact of every case; down makes all calls fail.
	contact *supportv1.GetCaseContactResponse
	down    bool
}

func (o *others) set(change func()) {
	o.mu.Lock()
	defer o.mu.Unlock()
	change()
}

// Invoke implements grpc.ClientConnInterface.
func (o *others) Invoke(_ context.Context, method string, asked, answer any, _ ...grpc.CallOption) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.down {
		return status.Error(codes.Unavailable, "down")
	}
	switch r := asked.(type) {
	case *identityv1.FindRecipientsRequest:
		for _, p := range o.people {
			for _, role := range r.GetRoles() {
				if strings.HasSuffix(p, " "+role.String()) && (r.GetBodyId()+r.GetCompanyId() == "" || strings.Contains(p, " "+r.GetBodyId()+r.GetCompanyId()+" ")) {
					id, _, _ := strings.Cut(p, " ")
					answer.(*identityv1.ResolveRecipientsResponse).Recipients = append(answer.(*identityv1.ResolveRecipientsResponse).Recipients, personOf(id))
				}
			}
		}
	case *identityv1.ResolveRecipientsRequest:
		answer.(*identityv1.ResolveRecipientsResponse).Recipients = []*identityv1.Recipient{personOf(r.GetPersonIds()[0])}
	case *identityv1.ResolveMembersRequest:
		for _, p := range o.people {
			words := strings.Fields(p)
			if words[0] == r.GetPersonIds()[0] {
				answer.(*identityv1.ResolveMembersResponse).Members = append(answer.(*identityv1.ResolveMembersResponse).Members, &identityv1.Member{
					PersonId: words[0], BodyId: words[1], Roles: []authv1.Role{authv1.Role(authv1.Role_value[words[2]])},
				})
			}
		}
	case *authv1.CheckAccessRequest:
		got := answer.(*authv1.CheckAccessResponse)
		got.Allowed, got.Level = true, authv1.AccessLevel_ACCESS_LEVEL_PARTNER
		for _, body := range o.shut {
			if body == r.GetBodyId() {
				got.Allowed, got.Level = false, authv1.AccessLevel_ACCESS_LEVEL_UNSPECIFIED
			}
		}
	case *supportv1.GetBodySnapshotRequest:
		got := answer.(*supportv1.GetBodySnapshotResponse)
		got.Name, got.Email = "La "+strings.ToUpper(r.GetPartnerBodyId()), "accueil."+r.GetPartnerBodyId()+"@example.org"
	case *supportv1.GetCompanyContactRequest:
		got := answer.(*supportv1.GetCompanyContactResponse)
		got.Name, got.Email = "Une société", "societe@example.org"
	case *supportv1.GetCaseContactRequest:
		got := answer.(*supportv1.GetCaseContactResponse)
		got.Name, got.Email, got.PreferredChannel = o.contact.GetName(), o.contact.GetEmail(), o.contact.GetPreferredChannel()
	case *supportv1.GetOpinionInvitationRequest:
		got := answer.(*supportv1.GetOpinionInvitationResponse)
		got.ExpertName, got.ExpertEmail, got.Link = "Une experte", "experte@example.org", "https://hup.example.org/avis#jeton"
	case *supportv1.IssueSatisfactionCodeRequest:
		answer.(*supportv1.IssueSatisfactionCodeResponse).Url = "https://hup.example.org/satisfaction#code"
	default:
		return fmt.Errorf("nobody here answers %s", method)
	}
	return nil
}

// personOf has an address after its id, and reads English when the id says so.
func personOf(id string) *identityv1.Recipient {
	p := &identityv1.Recipient{PersonId: id, Email: strings.TrimPrefix(id, "per_") + "@example.org", DisplayName: "Nom de " + id, Language: identityv1.Language_LANGUAGE_FR}
	if strings.HasSuffix(id, "english") {
		p.Language = identityv1.Language_LANGUAGE_EN
	}
	return p
}

// NewStream implements grpc.ClientConnInterface.
func (o *others) NewStream(context.Context, *grpc.StreamDesc, string, ...grpc.CallOption) (grpc.ClientStream, error) {
	return nil, status.Error(codes.Unimplemented, "no streams")
}
