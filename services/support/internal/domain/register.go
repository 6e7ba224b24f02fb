package domain

import (
	"google.golang.org/protobuf/proto"

	supporteventv1 "hup.example/proto/gen/go/hup/support/event/v1"
	"hup.example/services/kit/aggregate"
)

// CompanyRegister is the register of establishments.
const CompanyRegister = "companies"

// Register is a table of reference rows. Its versions are the files that changed something in it.
type Register struct {
	aggregate.Root
	// State is the last file.
	State *supporteventv1.RegisterLoaded
}

// RegisterLoaded is the fact that a file went in.
type RegisterLoaded struct {
	Loaded *supporteventv1.RegisterLoaded
}

// NewRegister is a register that no file went into yet.
func NewRegister(territory, name string) *Register {
	return &Register{Root: aggregate.Root{Territory: territory, ID: name}, State: &supporteventv1.RegisterLoaded{}}
}

// Load notes a file.
func (r *Register) Load(file *supporteventv1.RegisterLoaded) {
	file.Register = r.ID
	r.State = proto.CloneOf(file)
	r.Record(RegisterLoaded{r.State})
}
