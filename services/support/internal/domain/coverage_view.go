package domain

import (
	"slices"
	"strconv"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
)

// CoverageAsked is which part of the table is asked for.
type CoverageAsked struct {
	Commune, EPCI, Subject string
	// Level is one of the levels, or unspecified for holes and fragile ones.
	Level supportv1.CoverageLevel
	// After is the place of the last cell of the page before, Size how many cells are wanted.
	After int64
	Size  int
}

// Cells answers a page of the table, and the place of its last cell; 0 when it is the last page.
func (t *Coverage) Cells(asked CoverageAsked) (cells []*supportv1.CoverageCell, last int64) {
	for i, code := range t.communes {
		if t.placeOf(code, len(t.subjects)) <= asked.After || !asked.holds(code) {
			continue
		}
		for j, subject := range t.subjects {
			cell := t.classOf[i].cells[j]
			at := t.placeOf(code, j+1)
			if at <= asked.After || !asked.wants(subject, cell.level) {
				continue
			}
			if len(cells) == asked.Size {
				return cells, last
			}
			cells, last = append(cells, t.tell(code, subject, cell)), at
		}
	}
	return cells, 0
}

// Counts are the holes and the cells that hang on one body, in the part of the table that is asked for, whatever the level.
func (t *Coverage) Counts(asked CoverageAsked) (communes, subjects, holes, fragiles int) {
	for i, code := range t.communes {
		if !asked.holds(code) {
			continue
		}
		communes++
		for j, subject := range t.subjects {
			if asked.Subject != "" && asked.Subject != subject {
				continue
			}
			holes += oneIf(t.classOf[i].cells[j].level == hole)
			fragiles += oneIf(t.classOf[i].cells[j].level == fragile)
		}
	}
	if asked.Subject != "" {
		return communes, oneIf(slices.Contains(t.subjects, asked.Subject)), holes, fragiles
	}
	return communes, len(t.subjects), holes, fragiles
}

// placeOf is where a cell stands in the order of the table: communes keep theirs, whatever others come or go.
func (t *Coverage) placeOf(commune string, subject int) int64 {
	n, _ := strconv.ParseInt(commune, 36, 64)
	return n<<16 + int64(subject)
}

func (a CoverageAsked) holds(commune string) bool {
	return (a.Commune == "" || a.Commune == commune) && (a.EPCI == "" || placeOf(commune).commune.EPCISIREN == a.EPCI)
}

func (a CoverageAsked) wants(subject string, level supportv1.CoverageLevel) bool {
	if a.Subject != "" && a.Subject != subject {
		return false
	}
	if a.Level == 0 {
		return level != covered
	}
	return level == a.Level
}

func (t *Coverage) tell(commune, subject string, cell coverageCell) *supportv1.CoverageCell {
	at := placeOf(commune)
	return &supportv1.CoverageCell{
		CommuneCode: commune, CommuneName: at.commune.Name, EpciCode: at.commune.EPCISIREN, SubjectCode: subject,
		SubjectLabel: t.known.subjectLabel(subject), Level: cell.level, BodyIds: cell.bodies, Conditional: cell.conditional,
	}
}

// GapFound is a subject that nobody answers any more in a group of communes, though somebody would, were they there.
type GapFound struct {
	Subject, EPCI string
	Communes      []string
	Causes        []*supportv1.CoverageCause
}

// Gaps are the holes that somebody's absence, suspension, leaving, or the end of an offer made. A subject that nobody ever
// offered is a hole of the table, not a gap.
func (t *Coverage) Gaps() []*GapFound {
	at := map[[2]string]*GapFound{}
	var all []*GapFound
	for i, code := range t.communes {
		epci := ""
		for j := range t.classOf[i].cells {
			cell := &t.classOf[i].cells[j]
			if len(cell.missing) == 0 {
				continue
			}
			if epci == "" {
				epci = placeOf(code).commune.EPCISIREN
			}
			key := [2]string{t.subjects[j], epci}
			if at[key] == nil {
				at[key] = &GapFound{Subject: t.subjects[j], EPCI: epci}
				all = append(all, at[key])
			}
			at[key].Communes = append(at[key].Communes, code)
			at[key].Causes = joinCauses(at[key].Causes, cell.missing)
		}
	}
	return all
}

func joinCauses(all, more []*supportv1.CoverageCause) []*supportv1.CoverageCause {
	for _, c := range more {
		if !slices.ContainsFunc(all, func(known *supportv1.CoverageCause) bool { return known.GetBodyId() == c.GetBodyId() }) {
			all = append(all, c)
		}
	}
	return all
}
