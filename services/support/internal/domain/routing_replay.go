package domain

import (
	"cmp"
	"slices"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/calendar"
)

// maxMoves is how many moves are told one by one; the others are counted.
const maxMoves = 500

// Replay compares, case after case, what two catalogues propose. It keeps counts and the moves that it tells, whatever
// the number of cases.
type Replay struct {
	Before, After *Catalogue
	from          time.Time
	cases         int
	movedCases    int
	lostCases     int
	lost, moved   []*supportv1.RoutingMove
	leftOut       int
	flows         map[[2]string]int32
}

// NewReplay begins a comparison of cases received since an instant.
func NewReplay(before, after *Catalogue, from time.Time) *Replay {
	return &Replay{Before: before, After: after, from: from, flows: map[[2]string]int32{}}
}

// Case replays a case as it was received: what was asked for it since does not count, nor does the load of the day.
func (r *Replay) Case(c *Case, company *supportv1.Company) {
	at := c.State.GetReceivedTime().AsTime()
	then, _ := propose(c, Found{Catalogue: r.Before, Company: company}, at)
	would, notes := propose(c, Found{Catalogue: r.After, Company: company}, at)
	moved, lost := false, false
	for _, n := range c.State.GetNeeds() {
		old, now := firstFor(then, n.GetNeedId()), firstFor(would, n.GetNeedId())
		if bodyOf(old) == bodyOf(now) {
			continue
		}
		moved, lost = true, lost || now == nil
		r.keep(moveOf(c, n, old, now, notes))
	}
	r.cases++
	r.movedCases += oneIf(moved)
	r.lostCases += oneIf(lost)
}

func oneIf(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

func firstFor(all []*candidate, needID string) *candidate {
	i := slices.IndexFunc(all, func(p *candidate) bool { return slices.Contains(p.GetNeedIds(), needID) })
	if i < 0 {
		return nil
	}
	return all[i]
}

func bodyOf(p *candidate) string {
	if p == nil {
		return ""
	}
	return p.GetBodyId()
}

func moveOf(c *Case, n *supportv1.Need, old, now *candidate, notes []*supportv1.RoutingNote) *supportv1.RoutingMove {
	m := &supportv1.RoutingMove{
		CaseId: c.ID, CaseNumber: c.State.GetNumber(), NeedId: n.GetNeedId(), SubjectCode: n.GetSubjectCode(),
		FromBodyId: bodyOf(old), ToBodyId: bodyOf(now), LosesOnlyBody: now == nil,
	}
	if now != nil {
		m.Sentence, m.RulesFired = now.GetSentence(), now.GetRulesFired()
		return m
	}
	for _, note := range notes {
		if note.GetNeedId() == n.GetNeedId() && note.GetNobody() {
			m.Sentence, m.RulesFired = note.GetSentence(), note.GetRulesFired()
		}
	}
	return m
}

func (r *Replay) keep(m *supportv1.RoutingMove) {
	r.flows[[2]string{m.GetFromBodyId(), m.GetToBodyId()}]++
	into := &r.moved
	if m.GetLosesOnlyBody() {
		into = &r.lost
	}
	if len(*into) == maxMoves {
		r.leftOut++
		return
	}
	*into = append(*into, m)
}

// Answer is what was found. A replay that was stopped says so.
func (r *Replay) Answer(w Words, complete bool) *supportv1.SimulateRoutingRulesResponse {
	moves := append(r.lost, r.moved...)
	told := min(len(moves), maxMoves)
	a := &supportv1.SimulateRoutingRulesResponse{
		CurrentNumber: r.Before.RulesNumber(), FromTime: timestamppb.New(r.from), CaseCount: int32(r.cases), MovedCaseCount: int32(r.movedCases),
		LostCaseCount: int32(r.lostCases), Moves: moves[:told], MovesLeftOut: int32(r.leftOut + len(moves) - told), Complete: complete,
	}
	for pair, n := range r.flows {
		a.Flows = append(a.Flows, &supportv1.RoutingFlow{FromBodyId: pair[0], ToBodyId: pair[1], NeedCount: n})
	}
	slices.SortFunc(a.Flows, func(x, y *supportv1.RoutingFlow) int {
		return cmp.Or(cmp.Compare(y.GetNeedCount(), x.GetNeedCount()), cmp.Compare(x.GetFromBodyId(), y.GetFromBodyId()), cmp.Compare(x.GetToBodyId(), y.GetToBodyId()))
	})
	since := w.Day(calendar.DayOf(r.from))
	a.Sentence = w.Say("simulation.sentence", facts{
		"cases": w.Count("simulation.cases", r.cases, "day", since), "moved": w.Count("simulation.moved", r.movedCases), "lost": w.Count("simulation.lost", r.lostCases),
	})
	if !complete {
		a.Sentence += " " + w.Say("simulation.stopped", nil)
	}
	return a
}
