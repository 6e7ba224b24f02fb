package store

import (
	"context"

	"google.golang.org/protobuf/proto"

	supporteventv1 "hup.example/proto/gen/go/hup/support/event/v1"
	"hup.example/services/kit/aggregate"
	"hup.example/services/kit/errs"
	kit "hup.example/services/kit/store"
)

// companyRegister is the register of establishments.
const companyRegister = "companies"

// Register is a table of reference rows. Its versions are the files that changed something in it; its record is the last.
type Register struct {
	aggregate.Root
	// Last is the last file.
	Last *supporteventv1.RegisterLoaded
}

// RegisterLoaded is the fact that a file went in.
type RegisterLoaded struct {
	File *supporteventv1.RegisterLoaded
}

// Registers is the table of registers.
var Registers = kit.Table[*Register, *supporteventv1.RegisterLoaded]{
	Name: "register", Kind: "register", Taken: "ALREADY_EXISTS",
	Encode: func(r *Register) *supporteventv1.RegisterLoaded { return r.Last },
	Decode: func(m *supporteventv1.RegisterLoaded) *Register { return &Register{Last: m} },
}.Open()

// NoteLoaded writes the journal line of a file that changed something in the register of establishments.
func NoteLoaded(tx *kit.Tx, file *supporteventv1.RegisterLoaded) error {
	r, err := Registers.Get(tx, companyRegister)
	if errs.Is(err, "NOT_FOUND") {
		r, err = &Register{Root: aggregate.Root{Territory: tx.Actor.Territory, ID: companyRegister}}, nil
	}
	if err != nil {
		return err
	}
	r.Last = proto.CloneOf(file)
	r.Last.Register = r.ID
	r.Record(RegisterLoaded{r.Last})
	return Registers.Put(tx, r)
}

// RegisterFilled lets the database know that there is more in the tables of the register of establishments.
func RegisterFilled(ctx context.Context, s *kit.Store) error {
	return s.DB().Filled(ctx, "establishment", "legal_unit", "spelling")
}
