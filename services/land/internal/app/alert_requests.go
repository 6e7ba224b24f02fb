package app

import (
	"strings"
	"time"

	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/calendar"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/store"
	"hup.example/services/land/internal/domain"
)

// AlertRequests tells the requests that wait of an asset that came on the market, or changed: the advisors at once, the company
// on the next business day, when no advisor set it aside meanwhile.
type AlertRequests struct {
	Assets   Assets
	Requests Records[*domain.LandRequest]
	Matches  Records[*domain.Match]
	// Neighbours are the plots on the market that may be joined with a plot.
	Neighbours func(v *store.View, plot domain.Asset) ([]domain.Asset, error)
	// Waiting are the next requests after an id that the asset may fit.
	Waiting func(v *store.View, a domain.Asset, after string, limit int) ([]*domain.LandRequest, error)
	// Later sets the timer that goes on after a request, ForCompany the one that tells the company.
	Later      func(tx *store.Tx, key string, at time.Time) error
	ForCompany func(tx *store.Tx, matchID string, at time.Time) error
}

// atOnce bounds how many requests one unit of work holds an asset against.
const atOnce = 200

// hour is when companies are told, in Paris.
const hour = 9 * time.Hour

// Do is a timer's; its key is the id of the asset, or of two that are joined, and for what goes on, of the last request that was
// looked at.
func (u AlertRequests) Do(tx *store.Tx, key string) error {
	assetID, after, goesOn := strings.Cut(key, " ")
	asset, err := u.asset(tx, strings.Split(assetID, joiner)...)
	if err != nil || !asset.OnMarket {
		return err
	}
	if !goesOn {
		if err := u.pairs(tx, asset); err != nil {
			return err
		}
	}
	waiting, err := u.Waiting(&tx.View, asset, after, atOnce)
	if err != nil {
		return err
	}
	for _, r := range waiting {
		if err := u.alert(tx, r, asset); err != nil {
			return err
		}
	}
	if len(waiting) < atOnce {
		return nil
	}
	return u.Later(tx, assetID+" "+waiting[len(waiting)-1].ID, tx.Now)
}

// joiner parts the ids of two plots that are joined.
const joiner = "+"

// asset is an asset as it stands, or two as one, which is to be had while both are.
func (u AlertRequests) asset(tx *store.Tx, assetIDs ...string) (asset domain.Asset, err error) {
	for i, assetID := range assetIDs {
		held, err := u.Assets.Get(tx, assetID)
		if err != nil {
			return asset, err
		}
		one := held.Asset()
		if i == 0 {
			asset = one
			continue
		}
		free := asset.OnMarket && one.OnMarket
		asset = domain.Join(asset, one)
		asset.OnMarket = free
	}
	return asset, nil
}

// pairs has the requests told that wait for what a plot and its neighbour are together.
func (u AlertRequests) pairs(tx *store.Tx, plot domain.Asset) error {
	if len(plot.Joined) > 0 {
		return nil
	}
	neighbours, err := u.Neighbours(&tx.View, plot)
	for _, one := range neighbours {
		pair := domain.Join(plot, one)
		if waiting, err := u.Waiting(&tx.View, pair, "", 1); err != nil || len(waiting) == 0 {
			if err != nil {
				return err
			}
			continue
		}
		if err := u.Later(tx, strings.Join(pair.IDs(), joiner)+" ", tx.Now); err != nil {
			return err
		}
	}
	return err
}

// alert tells a request that the asset fits, once.
func (u AlertRequests) alert(tx *store.Tx, r *domain.LandRequest, asset domain.Asset) error {
	advisor := actor.Actor{Kind: actor.Person, Territory: r.Territory, BodyID: r.State.GetBodyId(), Roles: []actor.Role{actor.HupAdvisor}}
	if !r.Waits() || !asset.Visible(advisor) || !asset.Completes(r.State) {
		return nil
	}
	seen := asset.SeenBy(advisor)
	if domain.Judge(r.State, seen).Outcome != domain.Fits {
		return nil
	}
	_, err := u.Matches.Get(tx, domain.MatchID(r.ID, asset.IDs()...))
	if !errs.Is(err, "NOT_FOUND") {
		return err // somebody was told, or answered it
	}
	m := r.FoundMatch(seen, tx.Now)
	if err := u.Matches.Put(tx, m); err != nil {
		return err
	}
	if asset.Confidentiality != landv1.AssetConfidentiality_ASSET_CONFIDENTIALITY_PUBLIC || r.State.GetCaseLink().GetCaseId() == "" {
		return nil
	}
	next := calendar.AddBusinessDays(calendar.DayOf(tx.Now), 1)
	return u.ForCompany(tx, m.ID, next.Start().Add(hour))
}

// TellCompany is a timer's: the company is told of a match that still holds.
func (u AlertRequests) TellCompany(tx *store.Tx, matchID string) error {
	m, err := u.Matches.Get(tx, matchID)
	if err != nil {
		return err
	}
	r, err := u.Requests.Get(tx, m.State.GetLandRequestId())
	if err != nil {
		return err
	}
	asset, err := u.asset(tx, domain.AssetIDs(m.State)...)
	if err != nil || !asset.OnMarket {
		return err
	}
	m.TellCompany(r, tx.Now)
	if len(m.Facts()) == 0 {
		return nil
	}
	return u.Matches.Put(tx, m)
}
