package store

import (
	"hup.example/services/kit/clock"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
)

// What became of the referrals of a time, by company (or case of a project) and one thing that they are cut by.
const (
	openSums = ` CASE WHEN r.company_id = '' THEN r.case_id ELSE r.company_id END, count(*), sum(CASE WHEN r.in_time THEN 1 ELSE 0 END),
 sum(CASE WHEN r.status IN ($4, $5) THEN 1 ELSE 0 END), sum(CASE WHEN r.paused_days > 0 THEN 1 ELSE 0 END), CAST(sum(r.paused_days) AS bigint)`

	openWindow = ` WHERE r.territory = $1 AND r.sent_us >= $2 AND r.sent_us <= $3`

	openByBody = `SELECT r.body_id,` + openSums + ` FROM referral r` + openWindow + ` GROUP BY 1, 2 ORDER BY 1, 2`

	openByCommune = `SELECT r.commune_code,` + openSums + ` FROM referral r` + openWindow + ` GROUP BY 1, 2 ORDER BY 1, 2`

	openBySubject = `SELECT k.value,` + openSums + ` FROM referral r JOIN keyword k ON k.territory = r.territory AND k.id = r.id` +
		openWindow + ` AND k.value >= 'subject:' AND k.value < 'subject;' GROUP BY 1, 2 ORDER BY 1, 2`
)

// OpenByBody are the cells of the referrals sent in a window, by the body that was asked.
func OpenByBody(v *kit.View, w Window) ([]domain.OpenCell, error) {
	return openCells(v, openByBody, w)
}

// OpenByCommune are those by the commune of the company.
func OpenByCommune(v *kit.View, w Window) ([]domain.OpenCell, error) {
	return openCells(v, openByCommune, w)
}

// OpenBySubject are those by subject; a referral of several counts in each.
func OpenBySubject(v *kit.View, w Window) ([]domain.OpenCell, error) {
	found, err := openCells(v, openBySubject, w)
	for i := range found {
		found[i].Code = found[i].Code[len(subjectKeyword):]
	}
	return found, err
}

func openCells(v *kit.View, query string, w Window) (found []domain.OpenCell, err error) {
	rows, err := v.Query(v.Ctx, query, v.Actor.Territory, clock.Micros(w.From), clock.Micros(w.To), sent, expired)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var code, asker string
		var c domain.OpenCell
		if err := rows.Scan(&code, &asker, &c.Sent, &c.InTime, &c.Unanswered, &c.Paused, &c.PausedDays); err != nil {
			return nil, err
		}
		if len(found) == 0 || found[len(found)-1].Code != code {
			found = append(found, domain.OpenCell{Code: code})
		}
		c.Askers = map[string]bool{asker: true}
		found[len(found)-1].Add(c)
	}
	return found, rows.Err()
}
