package land_test

import (
	"bytes"
	"io"
	"math/rand/v2"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"hup.example/services/kit/kittest"
	kit "hup.example/services/kit/store"
)

// cut reads a file up to a byte, and is ended there as a program is that is killed: nothing after it is done.
func (b *bench) cut(whole []byte, at int) {
	b.t.Helper()
	done := make(chan struct{})
	go func() {
		defer close(done)
		_, _, _ = b.read(io.MultiReader(bytes.NewReader(whole[:at]), then(runtime.Goexit)))
	}()
	<-done
}

// plan is a flood plan over the Gard.
func plan(shapes int, seed uint64) []byte {
	whole, err := io.ReadAll(&floodPlan{n: shapes, random: rand.New(rand.NewPCG(seed, 4)), told: func() {}})
	if err != nil {
		panic(err)
	}
	return whole
}

// laid is what is kept of the layers and of what they touch, whatever their ids are.
func (b *bench) laid() [][]string {
	return [][]string{
		b.dump("risk_shape", "shape_no, shape_key, kind, flood, geometry"), b.dump("map_square", "what, square, shape_no, south, north, west, east"),
		b.dump("asset_touch", "shape_no, share_bp, touched_m2, distance_m"), b.dump("risk_part", "last_no"), b.dump("risk_laying", "external_id"),
	}
}

// A file that was cut short goes on where it was: what is laid is not laid again, and in the end it is as if nothing had happened.
func TestRiskLayerFile_goesOnAfterAKill(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		plot := b.square()
		whole := plan(900, 1)
		b.cut(whole, len(whole)*2/3)
		if len(b.touches(plot)) != 0 || b.rows("risk_laying") != 1 || b.rows("risk_part") < 1 {
			t.Fatalf("%d layers under way, %d parts", b.rows("risk_laying"), b.rows("risk_part"))
		}
		err := b.store.Update(b.as("agglo"), func(tx *kit.Tx) error {
			_, err := tx.Exec(tx.Ctx, "UPDATE risk_shape SET label = 'laid before' WHERE shape_no <= 200")
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if counts, told, err := b.read(bytes.NewReader(whole)); err != nil || counts.Added != 900 {
			t.Fatalf("%+v, %v, %v", counts, told, err)
		}
		if kept := b.dump("risk_shape", "label"); kept[0] == kept[len(kept)-1] || len(kept) != 900 {
			t.Errorf("%d shapes; what was laid before is laid again: %q", len(kept), kept[0])
		}
		if counts, _, err := b.read(bytes.NewReader(whole)); err != nil || counts.Same != 900 {
			t.Errorf("the same file again: %+v, %v", counts, err)
		}
	})
}

// What was laid of another file does not stay: neither from where they differ, nor where the other was longer.
func TestRiskLayerFile_leavesNothingOfAnother(t *testing.T) {
	whole := plan(900, 1)
	until := bytes.Index(whole, []byte(`,{"type":"Feature","properties":{"id":"451"`))
	for name, file := range map[string][]byte{
		"differs":    bytes.Replace(whole, []byte(`"id":"300"`), []byte(`"id":"trois cents"`), 1),
		"is shorter": append(bytes.Clone(whole[:until]), "]}"...),
	} {
		t.Run(name, func(t *testing.T) {
			alone := open(t, kittest.SQLite(t))
			alone.square()
			if _, _, err := alone.read(bytes.NewReader(file)); err != nil {
				t.Fatal(err)
			}
			kittest.Engines(t, func(t *testing.T, url string) {
				b := open(t, url)
				b.square()
				b.cut(whole, len(whole)-10)
				if counts, told, err := b.read(bytes.NewReader(file)); err != nil {
					t.Fatalf("%+v, %v, %v", counts, told, err)
				}
				if got, want := b.laid(), alone.laid(); !reflect.DeepEqual(got, want) {
					t.Errorf("something else is laid than by this file alone: %d rows and %d", len(got[0]), len(want[0]))
				}
			})
		})
	}
}

// Of two files of one layer at once the later one stands, also where it goes on with what the first laid.
func TestRiskLayerFile_isOvertakenByALaterOne(t *testing.T) {
	kittest.Engines(t, func(t *testing.T, url string) {
		b := open(t, url)
		whole := plan(900, 1)
		_, _, err := b.read(io.MultiReader(bytes.NewReader(whole[:len(whole)/2]), then(func() {
			if counts, _, err := b.read(bytes.NewReader(whole)); err != nil || counts.Added != 900 {
				t.Errorf("%+v, %v", counts, err)
			}
		}), bytes.NewReader(whole[len(whole)/2:])))
		if err == nil || !strings.Contains(err.Error(), "entre-temps") {
			t.Errorf("%v", err)
		}
		if b.rows("risk_shape") != 900 || b.rows("risk_laying") != 0 {
			t.Errorf("%d shapes", b.rows("risk_shape"))
		}
	})
}
