package reference

import (
	"slices"

	"google.golang.org/protobuf/proto"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
)

// FollowCompany is what is kept of a company once the directory says something else of it: its establishment stays the one that
// asked. A company with another id was merged, or is one of its own again: the ids that it had are kept for that.
func FollowCompany(kept, now *commonv1.CompanySnapshot) *commonv1.CompanySnapshot {
	fresh := proto.CloneOf(now)
	if kept.GetSiret() != "" {
		fresh.Siret = kept.GetSiret()
	}
	fresh.FormerCompanyIds = slices.Clone(kept.GetFormerCompanyIds())
	if kept.GetCompanyId() == now.GetCompanyId() {
		return fresh
	}
	if i := slices.Index(fresh.FormerCompanyIds, now.GetCompanyId()); i >= 0 {
		fresh.FormerCompanyIds = fresh.GetFormerCompanyIds()[:i]
	} else {
		fresh.FormerCompanyIds = append(fresh.FormerCompanyIds, kept.GetCompanyId())
	}
	return fresh
}

// WasCompany says whether what is kept was of that company before it was merged.
func WasCompany(kept *commonv1.CompanySnapshot, companyID string) bool {
	return slices.Contains(kept.GetFormerCompanyIds(), companyID)
}
