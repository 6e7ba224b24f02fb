package rpc

import (
	"google.golang.org/protobuf/proto"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
	"hup.example/services/support/internal/store"
)

// noShows is how many companies did not come to their appointments of a window, by the body that receives.
func noShows(words domain.Words, v *kit.View, w store.Window) (*commonv1.Figure, error) {
	counted, err := store.NoShows(v, w)
	if err != nil {
		return nil, err
	}
	f := named(words, "appointments_no_show_ratio", commonv1.FigureUnit_FIGURE_UNIT_RATIO)
	for _, c := range counted {
		f.Numerator, f.Denominator = f.GetNumerator()+c.Of, f.GetDenominator()+c.Among
		f.Breakdown = append(f.Breakdown, &commonv1.FigurePart{
			Code: c.Code, Dimension: "bodyId", Numerator: c.Of, Denominator: c.Among, Value: proto.Float64(float64(c.Of) / float64(c.Among)),
		})
	}
	if f.GetDenominator() > 0 {
		f.Value = proto.Float64(float64(f.GetNumerator()) / float64(f.GetDenominator()))
	}
	return f, nil
}
