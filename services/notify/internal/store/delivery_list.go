package store

import (
	"strconv"
	"strings"

	"hup.example/services/kit/page"
	kit "hup.example/services/kit/store"
)

// DeliveryList is how the deliveries of a webhook are listed. The list finds the ids; the rows are read by them.
var DeliveryList = &page.List{
	Name: "deliveries", Kind: "delivery",
	From: "(SELECT d.*, 0 AS version, d.attempts AS head, d.attempts AS record FROM delivery d) t",
	Fields: []page.Field{
		{Name: "status", Column: "t.status", Kind: page.Enum},
		{Name: "eventType", Column: "t.event_type"},
		{Name: "eventId", Column: "t.event_id"},
		{Name: "createdTime", Column: "t.created_us", Kind: page.Time},
	},
	Orders:     []page.Order{{Name: "createdTime", Column: "t.created_us", Kind: page.Time}},
	Descending: true,
}

// Deliveries answers a page of the deliveries of a webhook.
func Deliveries(v *kit.View, signer *page.Signer, webhookID string, r page.Request) ([]Delivery, string, error) {
	rows, next, err := DeliveryList.Rows(v, signer, r, page.Cond{SQL: "t.webhook_id = ?", Args: []any{webhookID}})
	if err != nil || len(rows) == 0 {
		return nil, next, err
	}
	byID, err := deliveriesByID(v, rows)
	if err != nil {
		return nil, "", err
	}
	found := make([]Delivery, 0, len(rows))
	for _, row := range rows {
		if d, there := byID[row.ID]; there {
			found = append(found, d)
		}
	}
	return found, next, nil
}

func deliveriesByID(v *kit.View, of []page.Row) (map[string]Delivery, error) {
	args, places := []any{v.Actor.Territory}, make([]string, len(of))
	for i, row := range of {
		args = append(args, row.ID)
		places[i] = "$" + strconv.Itoa(len(args))
	}
	query := "SELECT " + deliveryColumns + " FROM delivery WHERE territory = $1 AND id IN (" + strings.Join(places, ", ") + ")"
	rows, err := v.Query(v.Ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	found := make(map[string]Delivery, len(of))
	for rows.Next() {
		d, err := scanDelivery(rows)
		if err != nil {
			return nil, err
		}
		found[d.ID] = d
	}
	return found, rows.Err()
}
