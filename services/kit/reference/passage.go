package reference

// Counterpart is what an activity of one NAF may be in the other one.
type Counterpart struct {
	Code string
	// Exact is set when the two sub-classes stand for each other; otherwise Code is one of those that it may be.
	Exact bool
}

// Passage is the correspondence between NAF rev. 2 and NAF 2025, n to n.
type Passage struct {
	of map[string][]Counterpart // no code is in both nomenclatures
}

// ActivityPassage is the passage between the two nomenclatures.
func ActivityPassage() *Passage { return must(current.Load().passage()) }

// Of are the counterparts of an activity in the other nomenclature, with or without its dot; none when the table is silent.
func (p *Passage) Of(code string) []Counterpart { return p.of[dotted(compactUpper(code))] }

// readPassage reads the pairs of codes: a column for each nomenclature.
func (b *book) readPassage() (*Passage, error) {
	table, err := readTable(b.folder, "naf_passage.csv", "naf_rev2", "naf_2025", "relation")
	if err != nil {
		return nil, err
	}
	p := &Passage{of: make(map[string][]Counterpart, len(table.records))}
	for r := range table.rows() {
		old, newer, exact := r.get("naf_rev2"), r.get("naf_2025"), r.get("relation") == "exact"
		p.of[old] = append(p.of[old], Counterpart{newer, exact})
		p.of[newer] = append(p.of[newer], Counterpart{old, exact})
	}
	return p, nil
}
