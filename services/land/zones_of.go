package land

import (
	"fmt"
	"strings"

	kit "hup.example/services/kit/store"
	"hup.example/services/land/internal/store"
)

// zonesOf tells of an asset that lies in several activity zones. A hundredth of it may lie over the line.
func zonesOf(tx *kit.Tx, assetID string) ([]string, error) {
	touches, err := store.TouchesOf(&tx.View, assetID)
	if err != nil {
		return nil, err
	}
	var zones []string
	for _, t := range touches {
		if !strings.HasPrefix(t.LayerID, "zon_") || t.ShareBP < 100 {
			continue
		}
		shape, err := store.ShapeOf(&tx.View, t.LayerID, t.ShapeNo)
		if err != nil {
			return nil, err
		}
		zones = append(zones, fmt.Sprintf("%s (%d %%)", shape.Label, t.ShareBP/100))
	}
	if len(zones) < 2 {
		return nil, nil
	}
	return []string{"Ce bien est dans plusieurs zones d'activité : " + strings.Join(zones, ", ") + ". Vérifiez leurs contours."}, nil
}
