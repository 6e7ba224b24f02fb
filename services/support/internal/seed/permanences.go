package seed

import (
	"fmt"

	"google.golang.org/protobuf/proto"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/app"
	"hup.example/services/support/internal/store"
)

// addPermanences adds the permanences of the hosted bodies, so that a slot can be booked in a demo.
func (d Directory) addPermanences(tx *kit.Tx, territory string) error {
	permanences, err := read[*supportv1.Permanence]("permanences_" + territory)
	if err != nil {
		return err
	}
	keep := app.KeepPermanences{Directory: app.Records{Store: d.Store, Catalogues: &store.Catalogues{}}}
	for i, p := range permanences {
		p = proto.CloneOf(p)
		p.ClientRequestId = fmt.Sprintf("demo-permanence-%d", i)
		if _, err := keep.Add(tx, p); err != nil {
			return fmt.Errorf("permanence %s: %w", p.GetTitle(), err)
		}
	}
	return nil
}
