package domain

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/aggregate"
	"hup.example/services/kit/calendar"
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
	g.take(found)
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
func (g *CoverageGap) Follow(found *GapFound, now time.Time) bool {
	count, communes, causes := g.State.GetCommuneCount(), g.State.GetCommuneCodes(), g.State.GetCauses()
	g.take(found)
	same := func(a, b *supportv1.CoverageCause) bool { return proto.Equal(a, b) }
	if g.State.GetCommuneCount() == count && slices.Equal(g.State.GetCommuneCodes(), communes) && slices.EqualFunc(g.State.GetCauses(), causes, same) {
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

func (g *CoverageGap) take(found *GapFound) {
	g.State.CommuneCount, g.State.CommuneCodes = int32(len(found.Communes)), found.Communes[:min(len(found.Communes), mostCommunes)]
	g.State.Causes = found.Causes
}

// Sentence says where nobody answers any more, and why.
func (g *CoverageGap) Sentence(w Words, known *Catalogue) string {
	why := make([]string, len(g.State.GetCauses()))
	for i, c := range g.State.GetCauses() {
		filled := facts{"body": known.bodyName(c.GetBodyId())}
		if until, err := calendar.ParseDay(c.GetUntilDate()); err == nil {
			filled["day"] = w.Day(until)
		}
		why[i] = w.Say("gap."+c.GetKind().String(), filled)
	}
	where := w.Say("gap.nowhere", nil)
	if epci, ok := reference.EPCIs().Get(g.State.GetEpciCode()); ok {
		where = w.Say("gap.where", facts{"epci": epci.Name})
	}
	return w.Say("gap.sentence", facts{
		"subject": known.subjectLabel(g.State.GetSubjectCode()), "communes": w.Count("gap.communes", int(g.State.GetCommuneCount())),
		"where": where, "why": strings.Join(why, ", "),
	})
}
