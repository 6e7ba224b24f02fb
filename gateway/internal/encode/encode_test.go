package encode_test

import (
	"bytes"
	"encoding/json"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/dynamicpb"

	"hup.example/gateway/internal/encode"
	landv1 "hup.example/proto/gen/go/hup/land/v1"

	_ "hup.example/proto/all"
)

// same compares with protojson, whose blanks are random.
func same(t *testing.T, m proto.Message) {
	t.Helper()
	want, err := protojson.MarshalOptions{EmitDefaultValues: true}.Marshal(m)
	got, gotErr := encode.JSON(m)
	if (err != nil) != (gotErr != nil) {
		t.Fatalf("%s: %v, protojson says %v", m.ProtoReflect().Descriptor().FullName(), gotErr, err)
	}
	if err != nil {
		return
	}
	var a, b bytes.Buffer
	if json.Compact(&a, want) != nil || json.Compact(&b, got) != nil || !bytes.Equal(a.Bytes(), b.Bytes()) {
		t.Fatalf("%s:\n%s\nprotojson:\n%s", m.ProtoReflect().Descriptor().FullName(), got, want)
	}
}

// TestJSON_isWhatProtojsonWrites fills every message of the contracts, by chance, many times.
func TestJSON_isWhatProtojsonWrites(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	types := 0
	protoregistry.GlobalTypes.RangeMessages(func(mt protoreflect.MessageType) bool {
		if !strings.HasPrefix(string(mt.Descriptor().FullName()), "hup.") {
			return true
		}
		types++
		same(t, mt.New().Interface())
		for range 20 {
			m := mt.New()
			fill(random, m, 0)
			same(t, m.Interface())
		}
		return true
	})
	if types < 300 {
		t.Errorf("only %d types were seen", types)
	}
}

func TestJSON_everyKindOfValue(t *testing.T) {
	d := protoregistry.GlobalFiles
	file, err := d.FindFileByPath("google/protobuf/descriptor.proto")
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(3, 4))
	for i := range file.Messages().Len() { // proto2: presence everywhere, 64-bit and unsigned numbers, bytes
		for range 20 {
			m := dynamicpb.NewMessage(file.Messages().Get(i))
			fill(random, m, 0)
			same(t, m)
		}
	}
	same(t, &landv1.Plot{Name: "\xff"})
}

var texts = []string{"", "Lot 4", "é\u2028<&>\"\\", "\x00\x1f\b\f\n\r\t\x7f", "😀"}

// fill sets fields by chance.
func fill(r *rand.Rand, m protoreflect.Message, depth int) {
	for i := range m.Descriptor().Fields().Len() {
		f := m.Descriptor().Fields().Get(i)
		name := ""
		if f.Message() != nil {
			name = string(f.Message().FullName())
		}
		if r.IntN(3) == 0 || depth > 3 || name == "google.protobuf.Any" || name == "google.protobuf.FieldMask" || name == "google.protobuf.Value" ||
			name == "google.protobuf.Duration" {
			continue
		}
		switch {
		case f.IsMap():
			for range r.IntN(4) {
				v := m.Mutable(f).Map().NewValue()
				if f.MapValue().Message() != nil {
					fill(r, v.Message(), depth+1)
				} else {
					v = scalar(r, f.MapValue())
				}
				m.Mutable(f).Map().Set(scalar(r, f.MapKey()).MapKey(), v)
			}
		case f.IsList():
			for range r.IntN(3) {
				if f.Message() != nil {
					fill(r, m.Mutable(f).List().AppendMutable().Message(), depth+1)
				} else {
					m.Mutable(f).List().Append(scalar(r, f))
				}
			}
		case f.Message() != nil:
			fill(r, m.Mutable(f).Message(), depth+1)
		default:
			m.Set(f, scalar(r, f))
		}
	}
}

func scalar(r *rand.Rand, f protoreflect.FieldDescriptor) protoreflect.Value {
	switch f.Kind() {
	case protoreflect.BoolKind:
		return protoreflect.ValueOfBool(r.IntN(2) == 0)
	case protoreflect.StringKind:
		return protoreflect.ValueOfString(texts[r.IntN(len(texts))])
	case protoreflect.BytesKind:
		return protoreflect.ValueOfBytes([]byte(texts[r.IntN(len(texts))]))
	case protoreflect.EnumKind:
		return protoreflect.ValueOfEnum(protoreflect.EnumNumber(r.IntN(12)))
	case protoreflect.FloatKind:
		return protoreflect.ValueOfFloat32([]float32{0, 1.5, 1e-7, 1e22, float32(math.Inf(1))}[r.IntN(5)])
	case protoreflect.DoubleKind:
		return protoreflect.ValueOfFloat64([]float64{0, -44.12, 1e-7, 1e-12, 1e21, 123456789, math.NaN(), math.Inf(-1)}[r.IntN(8)])
	case protoreflect.Int32Kind, protoreflect.Sint32Kind, protoreflect.Sfixed32Kind:
		return protoreflect.ValueOfInt32(r.Int32N(2000) - 1000)
	case protoreflect.Uint32Kind, protoreflect.Fixed32Kind:
		return protoreflect.ValueOfUint32(r.Uint32())
	case protoreflect.Uint64Kind, protoreflect.Fixed64Kind:
		return protoreflect.ValueOfUint64(r.Uint64())
	}
	return protoreflect.ValueOfInt64(r.Int64N(2_000_000_000))
}

func BenchmarkJSON(b *testing.B) {
	m := &landv1.Plot{PlotId: "plt_1", Name: "Lot 4", CommuneCode: "30007", AreaM2: 1200, Etag: `"7"`, AllowedActions: []string{"reserve"}}
	b.Run("ours", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := encode.JSON(m); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("protojson", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := (protojson.MarshalOptions{EmitDefaultValues: true}).Marshal(m); err != nil {
				b.Fatal(err)
			}
		}
	})
}
