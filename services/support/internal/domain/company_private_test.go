package domain_test

import (
	"bytes"
	"encoding/gob"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/encoding/prototext"
	"google.golang.org/protobuf/proto"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/support/internal/domain"
)

const (
	hiddenName   = "MARQUEUR Zélie"
	hiddenStreet = "12 impasse du Marqueur"
)

// discreet is a sole trader who does not let its identity be published.
func discreet() *supportv1.Company {
	return &supportv1.Company{
		Siret: "90948492500013", LegalName: hiddenName, TradeName: "Chez Marqueur", LegalForm: "1000", Address: hiddenStreet,
		Diffusion: supportv1.Diffusion_DIFFUSION_PARTIAL, CommuneCode: "30007", Point: &commonv1.Point{Latitude: 44.1, Longitude: 4.1},
		Verification: commonv1.Verification_VERIFICATION_VERIFIED,
	}
}

func TestPrivate_cantBeShown(t *testing.T) {
	c := domain.NewCompany("ales", discreet(), time.Unix(0, 0))
	var encoded bytes.Buffer
	_ = gob.NewEncoder(&encoded).Encode(c.State)
	shown := map[string]string{"gob": encoded.String()}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		shown[verb] = fmt.Sprintf(verb, c) + fmt.Sprintf(verb, *c) + fmt.Sprintf(verb, c.State) + fmt.Sprintf(verb, c.Facts())
	}
	for name, encode := range map[string]func(any) ([]byte, error){"json": json.Marshal, "xml": xml.Marshal} {
		for _, v := range []any{c, c.State, c.Facts()} {
			b, _ := encode(v)
			shown[name] += string(b)
		}
	}
	wire, _ := proto.Marshal(c.State)
	shown["proto"], shown["prototext"], shown["protojson"] = string(wire), prototext.Format(c.State), protojson.Format(c.State)
	for name, h := range map[string]func(*bytes.Buffer) slog.Handler{
		"slog text": func(b *bytes.Buffer) slog.Handler { return slog.NewTextHandler(b, nil) },
		"slog json": func(b *bytes.Buffer) slog.Handler { return slog.NewJSONHandler(b, nil) },
	} {
		var b bytes.Buffer
		slog.New(h(&b)).Info("a company", "company", c, "state", c.State, "value", *c)
		shown[name] = b.String()
	}
	for how, text := range shown {
		if strings.Contains(strings.ToLower(text), "marqueur") {
			t.Errorf("%s shows it: %s", how, text)
		}
	}
	if kept := c.Kept(); kept.GetLegalName() != hiddenName || kept.GetAddress() != hiddenStreet || kept.GetName() != "Chez Marqueur" || kept.GetPoint() == nil {
		t.Errorf("the record lost it: %v", kept)
	}
}

func TestPrivate_itselfSaysNothing(t *testing.T) {
	p := domain.Private{}
	text, _ := p.MarshalText()
	binary, _ := p.MarshalBinary()
	quoted, _ := json.Marshal(p)
	for _, said := range []string{fmt.Sprint(p), fmt.Sprintf("%#v", p), p.String(), p.GoString(), p.LogValue().String(), string(text), string(binary), strings.Trim(string(quoted), `"`)} {
		if said != domain.Masked {
			t.Errorf("it says %q", said)
		}
	}
}

func TestCompany_isShownToThoseWhoMaySeeIt(t *testing.T) {
	c := domain.NewCompany("ales", discreet(), time.Unix(0, 0))
	person := func(roles ...actor.Role) actor.Actor {
		return actor.Actor{Kind: actor.Person, ID: "per_a", Territory: "ales", BodyID: "cci", Roles: roles}
	}
	own := actor.Actor{Kind: actor.Person, Territory: "ales", CompanyID: c.ID, Roles: []actor.Role{actor.CompanyUser}}
	other := own
	other.CompanyID = "com_other"
	client := actor.Actor{Kind: actor.Client, ID: "cci", Territory: "ales", BodyID: "cci", Roles: []actor.Role{actor.PartnerAPI}}
	for name, of := range map[string]struct {
		viewer domain.Viewer
		sees   bool
	}{
		"an advisor":             {domain.Viewer{Actor: person(actor.HupAdvisor)}, true},
		"an advisor who exports": {domain.Viewer{Actor: person(actor.HupAdvisor), Export: true}, false},
		"the company":            {domain.Viewer{Actor: own}, true},
		"another company":        {domain.Viewer{Actor: other}, false},
		"a partner's system":     {domain.Viewer{Actor: client}, false},
		"another service":        {domain.Viewer{Actor: actor.Of("ales", "land")}, false},
		"a jobseeker":            {domain.Viewer{Actor: person(actor.Jobseeker)}, false},
		"nobody that we know of": {domain.Viewer{}, false},
	} {
		t.Run(name, func(t *testing.T) {
			seen := proto.CloneOf(c.State)
			c.For(of.viewer, seen)
			if got := strings.Contains(seen.GetLegalName()+seen.GetAddress(), "MARQUEUR"); got != of.sees {
				t.Errorf("sees %v: %v", got, seen)
			}
			writes := slices.Contains(domain.ChangeableOfCompany(of.viewer.Actor, c.State), "trade_name")
			if writes && !of.sees && !of.viewer.Export {
				t.Error("may write over what it can't read")
			}
		})
	}
}

func TestCompany_learnsThatItMayBePublished(t *testing.T) {
	c := domain.NewCompany("ales", discreet(), time.Unix(0, 0))
	said := discreet()
	if c.Learn(said, time.Unix(1, 0)) {
		t.Error("it learns what it knew")
	}
	said.Diffusion = supportv1.Diffusion_DIFFUSION_OPEN
	if !c.Learn(said, time.Unix(1, 0)) || c.State.GetName() != "Chez Marqueur" || c.State.GetAddress() != hiddenStreet {
		t.Errorf("published: %v", c.State)
	}
	if !c.Learn(discreet(), time.Unix(2, 0)) || c.State.GetName() != domain.Masked || c.State.GetAddress() != "" {
		t.Errorf("withdrawn: %v", c.State)
	}
}

// The domain compares whole records, the table of companies keeps them; nobody else reads them.
func TestKept_isReadByTheDomainAndTheTableAlone(t *testing.T) {
	err := filepath.WalkDir("..", func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		source, err := os.ReadFile(path)
		if strings.Contains(string(source), ".Kept()") && !strings.HasPrefix(path, "../domain/") && !strings.HasPrefix(path, "../store/company") {
			t.Errorf("%s reads the whole record of a company: ask For with a viewer", path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
