package domain

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/aggregate"
	"hup.example/services/kit/id"
	"hup.example/services/kit/reference"
)

// CoverageGap is a subject that lost its last body in a group of communes, told once.
type CoverageGap struct {
	aggregate.Root
	// State is what is known of the gap.
	State *supportv1.CoverageGap
}

// The facts that a gap states.
type (
	// GapMoved: a gap was found, or closed again.
	GapMoved struct {
		Gap  *supportv1.CoverageGap
		From supportv1.CoverageGapStatus
	}
	// GapChanged: other communes, or other causes.
	GapChanged struct{ Gap *supportv1.CoverageGap }
)

const (
	gapOpen   = supportv1.CoverageGapStatus_COVERAGE_GAP_STATUS_OPEN
	gapClosed = supportv1.CoverageGapStatus_COVERAGE_GAP_STATUS_CLOSED
	// mostCommunes are listed of a gap; the others are counted.
	mostCommunes = 200
)

// OpenGap writes a gap down, and asks that the coordination and the managers of the bodies be told.
func OpenGap(territory string, found *GapFound, known *Catalogue, now time.Time) *CoverageGap {
	g := &CoverageGap{Root: aggregate.Root{Territory: territory, ID: id.New("cvg")}}
	g.State = &supportv1.CoverageGap{
		CoverageGapId: g.ID, Status: gapOpen, SubjectCode: found.Subject, EpciCode: found.EPCI,
		CreatedTime: timestamppb.New(now), UpdatedTime: timestamppb.New(now),
	}
	g.take(found, known)
	g.Record(GapMoved{Gap: g.State})
	subject := known.subjectLabel(found.Subject)
	g.tell(toCoordinators, subject)
	for _, c := range found.Causes {
		g.tell(toManagers(c.GetBodyId()), subject)
	}
	return g
}

func (g *CoverageGap) tell(recipient, subject string) {
	g.Record(Told{
		Template: noticeCoverageGap, Recipient: recipient, Key: g.ID + ":" + recipient, SubjectID: g.ID,
		Params: pairs(nil, "subject", subject, "subjectCode", g.State.GetSubjectCode(), "epciCode", g.State.GetEpciCode(), "communeCount", fmt.Sprint(g.State.GetCommuneCount())),
	})
}

// Follow takes over how far the gap reaches now, and says whether that is new.
func (g *CoverageGap) Follow(found *GapFound, known *Catalogue, now time.Time) bool {
	sentence, communes := g.State.GetSentence(), g.State.GetCommuneCodes()
	g.take(found, known)
	if g.State.GetSentence() == sentence && slices.Equal(g.State.GetCommuneCodes(), communes) {
		return false
	}
	g.State.UpdatedTime = timestamppb.New(now)
	g.Record(GapChanged{g.State})
	return true
}

// Close says that somebody answers there again.
func (g *CoverageGap) Close(now time.Time) {
	g.State.Status, g.State.ClosedTime, g.State.UpdatedTime = gapClosed, timestamppb.New(now), timestamppb.New(now)
	g.Record(GapMoved{Gap: g.State, From: gapOpen})
}

func (g *CoverageGap) take(found *GapFound, known *Catalogue) {
	g.State.CommuneCount, g.State.CommuneCodes = int32(len(found.Communes)), found.Communes[:min(len(found.Communes), mostCommunes)]
	g.State.Causes = found.Causes
	why := make([]string, len(found.Causes))
	for i, c := range found.Causes {
		why[i] = known.bodyName(c.GetBodyId()) + " " + causeWords(c)
	}
	where := "sans intercommunalité connue"
	if epci, ok := reference.EPCIs().Get(found.EPCI); ok {
		where = "de " + epci.Name
	}
	g.State.Sentence = fmt.Sprintf("« %s » n'a plus d'organisme dans %s %s : %s.", known.subjectLabel(found.Subject),
		plural(len(found.Communes), "commune", "communes"), where, strings.Join(why, ", "))
}

func causeWords(c *supportv1.CoverageCause) string {
	switch c.GetKind() {
	case supportv1.CoverageCauseKind_COVERAGE_CAUSE_KIND_ABSENCE:
		return "n'a personne jusqu'au " + dayInWords(c.GetUntilDate())
	case supportv1.CoverageCauseKind_COVERAGE_CAUSE_KIND_SUSPENDED:
		return "est suspendu"
	case supportv1.CoverageCauseKind_COVERAGE_CAUSE_KIND_LEFT:
		return "a quitté le Hup"
	}
	return "a arrêté son offre"
}
